-- The write itself; see write.lua.
--- @include journal
local version = redis.call('INCR', KEYS[2])
local refused = journal(KEYS[3], KEYS[2], ARGV)
if refused then
  return refused
end
redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
return version
