-- Defines what grants the lock; see grantNext.

-- What the lock carries: one string.
local function load(K)
  --- @include load
end

-- The server's time in microseconds, or one above the last token where that is larger.
local function tokenAfter(last)
  local time = call('TIME')
  local token = time[1] * 1000000 + time[2]
  last = tonumber(last)
  return string.format('%.0f', token > last and token or last + 1)
end

-- The channel of the client whose request that is.
local function channelOf(id)
  return 'handoff:' .. string.sub(id, 1, string.find(id, ':', 1, true) - 1)
end

-- Gives the lock to the first in the queue who listens, or to the caller.
--   caller  the id that is asking, or nil
--   last    the last token
--   cargo   what load would return, where that is known already
-- Returns what the caller is granted ('token cargo'), or false; and the token of whoever got it, or the last one.
local function grantNext(caller, last, cargo)
  local id = call('LPOP', Q)
  local token = id and tokenAfter(last)
  cargo = cargo or id and load(KEYS)
  while id do
    if id == caller then
      call('SET', H, id .. ' ' .. token, 'PX', LEASE)
      return token .. ' ' .. cargo, token
    end
    local message = id .. ' waited ' .. token .. ' ' .. #H .. ' ' .. H .. ' ' .. cargo
    if call('PUBLISH', channelOf(id), message) > 0 then
      call('SET', H, id .. ' ' .. token, 'PX', LEASE)
      return false, token
    end
    id = call('LPOP', Q)
  end
  call('SET', T, last, 'PX', KEPT)
  call('DEL', H)
  return false, last
end
