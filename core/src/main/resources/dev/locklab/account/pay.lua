-- Pays an order, unless the rail is fenced and has seen a greater token. Both are written down.
-- KEYS   1: the payments, 2: the greatest token seen
-- ARGV   1: order, 2: worker, 3: thread, 4: seq, 5: token or -, 6: when the lock was granted or -, 7: when it was sent,
--        8: 1 if the rail is fenced, else 0
-- Reply  1 if it was paid, 0 if it was refused
-- Tokens are compared as texts: as numbers of Lua, large ones would lose their last digits.
local function less(a, b)
  return #a < #b or (#a == #b and a < b)
end
local token, paid = ARGV[5], '1'
if token ~= '-' then
  local greatest = redis.call('GET', KEYS[2]) or '0'
  if less(token, greatest) then
    paid = ARGV[8] == '1' and '0' or '1'
  else
    redis.call('SET', KEYS[2], token, 'EX', 86400)
  end
end
redis.call('XADD', KEYS[1], '*', 'o', ARGV[1], 'w', ARGV[2], 't', ARGV[3], 'n', ARGV[4], 'k', token, 'a', ARGV[6],
  'x', ARGV[7], 'p', paid)
redis.call('EXPIRE', KEYS[1], 86400)
return tonumber(paid)
