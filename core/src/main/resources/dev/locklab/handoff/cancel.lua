-- Leaves the queue; a grant that has come meanwhile is passed on.
-- KEYS, ARGV  see names.lua
-- Reply       the token of whoever it was passed on to; '0' if the lock was not held
--- @include names
--- @include grant
local holder, token = string.match(call('GET', H) or '', '^(%S+) (%S+)$')
if holder == ID then
  local _, granted = grantNext(nil, token)
  return granted ~= token and granted or '0'
end
call('LREM', Q, 0, ID)
return '0'
