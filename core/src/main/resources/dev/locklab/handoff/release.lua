-- Writes the cargo and hands the lock on, if it is still held.
-- KEYS   see names.lua
-- ARGV   the commit's arguments, then: the token; then see names.lua
-- Reply  what commit returned; false if the lock was not held any more, and nothing was written; an error of the
--        commit's, and then the lock is still held
--- @include names
--- @include grant
local token = ARGV[n - 2]
if call('GET', H) ~= ID .. ' ' .. token then
  return false
end

local function commit(K, A)
  --- @include commit
end

-- Not wrapped into a list, which the server would write by itself, after the reply to the PING ahead of this.
local result, cargo = commit(KEYS, ARGV)
if type(result) == 'table' and result.err then
  return result
end
grantNext(nil, token, cargo)
return result
