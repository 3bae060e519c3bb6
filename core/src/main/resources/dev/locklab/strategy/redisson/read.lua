-- Reads under the lock.
-- KEYS   1: balance, 2: version, 3: journal, 4: the lock, 5: Redisson's counter of tokens
-- ARGV   the owner, an empty token
-- Reply  {balance, version, token}; false if the lock was lost
--- @include held
-- Redisson keeps its counter for ever; here it goes after a day.
redis.call('EXPIRE', KEYS[5], 86400)
return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[5])}
