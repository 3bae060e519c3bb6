-- Defines journal(stream, counter, w), which appends a write's entry to the journal.
--   stream   the journal's key
--   counter  the key of the version, which the caller has just raised by one for this write
--   w        the entry's values, in the order of JournalEntry's fields
-- Returns nil; or, where the entry is refused, the error, after lowering the version again. The caller writes the
-- balance afterwards, so that a write that cannot be journaled has changed nothing.
local function journal(stream, counter, w)
  local done = redis.pcall('XADD', stream, '*', 's', w[1], 'd', w[2], 'v', w[3], 'w', w[4], 't', w[5],
    'n', w[6], 'k', w[7], 'a', w[8], 'r', w[9], 'x', w[10])
  if type(done) == 'table' then
    redis.call('INCRBY', counter, '-1')
    return done
  end
end
