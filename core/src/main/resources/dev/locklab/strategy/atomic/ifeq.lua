-- Writes if nobody has written since the read.
-- KEYS   1: balance, 2: version, 3: journal
-- ARGV   the entry's values, in the order of JournalEntry's fields
-- Reply  1 if it was written, 0 if not; or an error, and then nothing was changed
--- @include journal
if not redis.call('SET', KEYS[2], ARGV[1], 'IFEQ', ARGV[1], 'KEEPTTL') then
  return 0
end
redis.call('INCR', KEYS[2])
local refused = journal(KEYS[3], KEYS[2], ARGV)
if refused then
  return refused
end
redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
return 1
