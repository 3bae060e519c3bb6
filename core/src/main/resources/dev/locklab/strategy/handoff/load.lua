-- What the lock carries: 'balance version'.
-- K  1: balance, 2: version
local read = redis.call('MGET', K[1], K[2])
return (read[1] or '0') .. ' ' .. (read[2] or '0')
