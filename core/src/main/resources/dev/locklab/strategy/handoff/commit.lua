-- The write that releases the lock.
-- K        1: balance, 2: version, 3: journal
-- A        the entry's values, in the order of JournalEntry's fields
-- Returns  the version it became, and what load would return now; or an error, and then nothing was written
--- @include journal
local version = redis.call('INCR', K[2])
local refused = journal(K[3], K[2], A)
if refused then
  return refused
end
redis.call('SET', K[1], A[3], 'KEEPTTL')
return version, A[3] .. ' ' .. string.format('%.0f', version)
