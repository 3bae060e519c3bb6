-- Returns false from the script unless its caller is the holder.
-- KEYS  4: the lock
-- ARGV  the last but one: the owner as Redisson writes it, client:thread
if redis.call('HEXISTS', KEYS[4], ARGV[#ARGV - 1]) == 0 then
  return false
end
