-- Asks for the lock.
-- KEYS   see names.lua
-- ARGV   1: 'try' not to be queued, 'ask' to be, 'post' to be and to get a grant by the channel as well
--        2: 'first' if this request has not been made before, so that nothing of it can be there yet; then see names.lua
-- Reply  {1, 'token cargo', waiting}: granted, and how many are queued;  {0, place, token, granted, left}: the lock is
--        somebody else's. The place in the queue counts from 0, and is -1 outside of it; the token is the holder's, '0'
--        if that was not looked at; granted is 1 if this call has given it to that holder; left is what is left of the
--        holder's lease in ms, if looked at
--- @include names
local mode, first = ARGV[1], ARGV[2] == 'first'
-- Whoever finds others queued and has not asked before joins them: they look after what is before them.
if first and mode ~= 'try' then
  local length = call('RPUSHX', Q, ID)
  if length > 0 then
    return {0, length - 1, '0', 0, 0}
  end
end

--- @include grant

-- For how long, in microseconds, a grant stands that was not confirmed: where its client is gone, and at all. Whoever
-- granted it looks sooner than that, unless it has died.
local GONE, STOPPED = 25000, 250000

local held = call('GET', H)
local last
if held then
  local holder, token = string.match(held, '^(%S+) (%S+)$')
  if holder == ID then
    -- Its message was lost, or this is; whoever gave it waits for a sign.
    call('SET', T, token, 'PX', KEPT)
    call('PEXPIRE', H, LEASE)
    return {1, token .. ' ' .. load(KEYS), call('LLEN', Q)}
  end
  last = token
  if not first and call('GET', T) ~= token then
    local time = call('TIME')
    local age = time[1] * 1000000 + time[2] - token
    held = age < GONE or age < STOPPED and call('PUBSUB', 'NUMSUB', channelOf(holder))[2] > 0
  end
else
  last = call('GET', T) or '0'
end

local function place()
  return call('LPOS', Q, ID) or -1
end

local function join()
  if mode ~= 'try' then
    if first or place() < 0 then
      call('RPUSH', Q, ID)
    end
    call('PEXPIRE', Q, KEPT)
  end
end

if held then
  join()
  return {0, place(), last, 0, call('PTTL', H)}
end
if call('LLEN', Q) > 0 then
  join()
  local mine, token = grantNext(ID, last)
  if mine then
    return {1, mine, call('LLEN', Q)}
  end
  if mode ~= 'try' or token ~= last then
    return {0, place(), token, 1, 0}
  end
end
local token = tokenAfter(last)
local cargo = load(KEYS)
call('SET', H, ID .. ' ' .. token, 'PX', LEASE)
if mode == 'post' then
  call('PUBLISH', channelOf(ID), ID .. ' free ' .. token .. ' ' .. #H .. ' ' .. H .. ' ' .. cargo)
end
return {1, token .. ' ' .. cargo, 0}
