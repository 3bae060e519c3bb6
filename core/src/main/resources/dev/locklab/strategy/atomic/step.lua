-- An update that is one step, with its journal entry.
-- KEYS   1: balance, 2: version, 3: journal
-- ARGV   the entry's values, in the order of JournalEntry's fields; what was read and the balance are put in here
-- Reply  1; or an error, and then nothing was changed
--- @include add
--- @include journal
local function takeBack(refused)
  redis.call('DECRBY', KEYS[1], ARGV[2])
  return refused
end
-- The version there is at this moment is the one that the step has read.
local saw = redis.call('GET', KEYS[2]) or '0'
local counted = redis.pcall('INCR', KEYS[2])
if type(counted) == 'table' then
  return takeBack(counted)
end
ARGV[1], ARGV[3] = saw, value
local refused = journal(KEYS[3], KEYS[2], ARGV)
if refused then
  return takeBack(refused)
end
return 1
