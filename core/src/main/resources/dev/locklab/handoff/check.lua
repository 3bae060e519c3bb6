-- Passes a grant on that nobody has confirmed in time; called by whoever gave it.
-- KEYS   see names.lua
-- ARGV   1: its token; 2: 'gone' to spare it while its client is subscribed, 'any' not to; then see names.lua, the id
--        being of no interest
-- Reply  the token of whoever it was passed on to; '0' if there was nothing to do, '1' if it was spared
--- @include names
--- @include grant
local holder, token = string.match(call('GET', H) or '', '^(%S+) (%S+)$')
if token ~= ARGV[1] or call('GET', T) == token then
  return '0'
end
if ARGV[2] == 'gone' and call('PUBSUB', 'NUMSUB', channelOf(holder))[2] > 0 then
  return '1'
end
local _, granted = grantNext(nil, token)
return granted ~= token and granted or '0'
