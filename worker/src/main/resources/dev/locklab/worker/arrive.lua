-- Arrives at the barrier; who comes last lets all go, beginning with another one in each round.
-- KEYS  1: how many have arrived in all rounds; then everybody's seat
local all = #KEYS - 1
local arrived = redis.call('INCR', KEYS[1])
if arrived == 1 then
  redis.call('EXPIRE', KEYS[1], 86400)
end
if arrived % all == 0 then
  local first = arrived / all
  for i = 0, all - 1 do
    local seat = KEYS[2 + (first + i) % all]
    redis.call('RPUSH', seat, 'go')
    redis.call('EXPIRE', seat, 86400)
  end
end
