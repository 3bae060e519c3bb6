-- Writes if the lock is still held, under the same token.
-- KEYS   1: balance, 2: version, 3: journal, 4: the lock, 5: Redisson's counter of tokens
-- ARGV   the entry's values, in the order of JournalEntry's fields, then: the owner, the token
-- Reply  the version it became; false if the lock was lost; or an error. In the last two nothing was written
--- @include held
if redis.call('GET', KEYS[5]) ~= ARGV[#ARGV] then
  return false
end
--- @include apply
