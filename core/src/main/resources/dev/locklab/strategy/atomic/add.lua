-- Read, add and write; leaves the new balance, as text, in value. Numbers are doubles in Lua: where the sum is beyond
-- what those hold exactly, Redis adds.
-- KEYS  1: balance
-- ARGV  2: delta
local read = redis.call('GET', KEYS[1]) or '0'
local sum = tonumber(read) + tonumber(ARGV[2])
local exact = 9007199254740992
if math.abs(tonumber(read)) < exact and math.abs(sum) < exact
  and math.abs(tonumber(ARGV[2])) < exact then
  redis.call('SET', KEYS[1], string.format('%.0f', sum), 'KEEPTTL')
else
  redis.call('INCRBY', KEYS[1], ARGV[2])
end
local value = redis.call('GET', KEYS[1])
