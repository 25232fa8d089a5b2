-- Writes documents and audit entries if what was read is still so.
-- KEYS[1]: the audit stream; the others: hashes of kinds, counted from 1.
-- ARGV: the channel; entries that the stream keeps; then three lists, each with its length first:
--   documents that were read (hash, name, '+' and the text or ''),
--   documents to write (hash, name, '+' and the text or '', what to tell on the channel or ''),
--   audit entries.
-- Answers 1 when written; else what the documents are now, as read.lua does.
local at = 3
local function take()
  at = at + 1
  return ARGV[at - 1]
end

local stale = false
local texts = {}
for i = 1, tonumber(take()) do
  local text = redis.call('HGET', KEYS[tonumber(take()) + 1], take())
  texts[i] = text and '+' .. text or ''
  if take() ~= texts[i] then
    stale = true
  end
end
if stale then
  return texts
end

for _ = 1, tonumber(take()) do
  local hash, name, text, tell = KEYS[tonumber(take()) + 1], take(), take(), take()
  if text == '' then
    redis.call('HDEL', hash, name)
  else
    redis.call('HSET', hash, name, string.sub(text, 2))
  end
  if tell ~= '' then
    redis.call('PUBLISH', ARGV[1], tell)
  end
end
for _ = 1, tonumber(take()) do
  redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[2], '*', 'entry', take())
end
return 1
