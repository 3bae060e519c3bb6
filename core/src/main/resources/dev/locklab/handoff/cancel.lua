-- Leaves the queue; a grant that has come meanwhile is passed on.
-- KEYS, ARGV  see names.lua
-- Reply       1 if the lock was held and is passed on, else 0
--- @include names
--- @include grant
local held = call('GET', H)
local holder, token = string.match(held or '', '^(%S+) (%S+)$')
if holder == ID then
  grantNext(nil, token)
  return 1
end
call('LREM', Q, 0, ID)
return 0
