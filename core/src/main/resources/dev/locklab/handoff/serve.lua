-- Writes what a tenure's holders have committed, and keeps the lock or hands it on, if it is still held.
-- KEYS   see names.lua
-- ARGV   the commits' arguments one after another; then: how many commits; how many arguments each has; 'keep' to
--        keep the lock, 'extend' to begin its lease anew besides, 'release' to hand it on; where it is handed on, the
--        id with which this client waits for it again, '' for none; 'join' where that id is to be queued; the last token
--        that the client gave under this grant; the token; then see names.lua
-- Reply  what each commit returned, an error for the last if it wrote nothing, and then the lock is kept. Where it was
--        handed on, three more: what the client was granted again ('token cargo', '' for nothing), the token of whoever
--        was granted, and how many are queued behind the client. False if the lock was not held any more; nothing was
--        written
--- @include names
--- @include grant
local token = ARGV[n - 2]
if call('GET', H) ~= ID .. ' ' .. token then
  return false
end

local shared = {}
local function write(K, A, S, L)
  --- @include commit
end

-- What fails in one must not undo that it is known what became of those before.
local function commit(K, A, S, L)
  local done, result, cargo = pcall(write, K, A, S, L)
  if done then
    return result, cargo
  end
  return type(result) == 'table' and result or {err = tostring(result)}
end

local count, cargo = tonumber(ARGV[n - 8]), nil
local replies = {}
if count == 1 then
  replies[1], cargo = commit(KEYS, ARGV, shared, true)
elseif count > 1 then
  local size = tonumber(ARGV[n - 7])
  for i = 1, count do
    replies[i], cargo = commit(KEYS, {unpack(ARGV, (i - 1) * size + 1, i * size)}, shared, i == count)
    if type(replies[i]) == 'table' and replies[i].err then
      return replies
    end
  end
end
if count == 1 and type(replies[1]) == 'table' and replies[1].err then
  return replies
end

local how = ARGV[n - 6]
if how == 'release' then
  local again = ARGV[n - 5]
  if ARGV[n - 4] == 'join' then
    call('RPUSH', Q, again)
    call('PEXPIRE', Q, KEPT)
  end
  local mine, granted = grantNext(again, ARGV[n - 3], cargo)
  replies[count + 1] = mine or ''
  replies[count + 2] = granted
  replies[count + 3] = mine and call('LLEN', Q) or 0
else
  call('SET', T, token, 'PX', KEPT)
  if how == 'extend' then
    call('PEXPIRE', H, LEASE)
  end
end
return replies
