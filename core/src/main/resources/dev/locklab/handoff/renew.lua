-- Confirms a grant.
-- KEYS   see names.lua
-- ARGV   1: 'extend' to begin the lease anew, 'keep' for nothing else; 2: the token; then see names.lua
-- Reply  the server's time in microseconds; 0 if the lock was not held any more
--- @include names
if call('GET', H) ~= ID .. ' ' .. ARGV[2] then
  return 0
end
call('SET', T, ARGV[2], 'PX', KEPT)
if ARGV[1] == 'extend' then
  call('PEXPIRE', H, LEASE)
end
local time = call('TIME')
return time[1] * 1000000 + time[2]
