-- The write that releases the lock. Of several in one call the last one alone sets the balance.
-- K        1: balance, 2: version, 3: journal
-- A        the entry's values, in the order of JournalEntry's fields
-- S        value: the balance after the writes before, in this call
-- L        whether it is the last of this call
-- Returns  the version it became, and what load would return now; or an error, and then nothing was written
--- @include journal
local version = redis.call('INCR', K[2])
local refused = journal(K[3], K[2], A)
if refused then
  if S.value then
    redis.call('SET', K[1], S.value, 'KEEPTTL')
  end
  return refused
end
S.value = A[3]
if not L then
  return version
end
redis.call('SET', K[1], A[3], 'KEEPTTL')
return version, A[3] .. ' ' .. string.format('%.0f', version)
