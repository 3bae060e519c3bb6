-- Redis itself adds; leaves the new balance, as text, in value.
-- KEYS  1: balance
-- ARGV  2: delta
redis.call('INCRBY', KEYS[1], ARGV[2])
-- What INCRBY returned is a double here, and exact to 2^53 only.
local value = redis.call('GET', KEYS[1])
