-- What all scripts of the lock begin with. The cargo's keys come first and the commit's arguments do, so that
-- nothing is copied.
-- KEYS  the cargo's, then: the holder record (H), the queue of ids (Q), the last token (T)
-- ARGV  the script's own, then: the attempt's id (ID), the lease in ms (LEASE)
local m, n, call = #KEYS, #ARGV, redis.call
local H, Q, T = KEYS[m - 2], KEYS[m - 1], KEYS[m]
local ID, LEASE = ARGV[n - 1], ARGV[n]
-- How long a queue is kept that nobody looks at, and the last token; after that, time makes it rise.
local KEPT = '3600000'
