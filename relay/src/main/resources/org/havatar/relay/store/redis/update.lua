-- Writes documents and audit entries if what was read is still so.
-- KEYS: the audit log's entries, its index and its last number; the others: hashes of kinds, counted
-- from 1. ARGV: the channel; entries that the log keeps; then three lists, each with its length first:
--   documents that were read (hash, name, '+' and the text or ''),
--   documents to write (hash, name, '+' and the text or '', what to tell on the channel or ''),
--   audit entries (the text, and in further lines what it is found by).
-- Answers 1 when written; else what the documents are now, as read.lua does.
local at = 3
local function take()
  at = at + 1
  return ARGV[at - 1]
end

local stale = false
local texts = {}
for i = 1, tonumber(take()) do
  local text = redis.call('HGET', KEYS[tonumber(take()) + 3], take())
  texts[i] = text and '+' .. text or ''
  if take() ~= texts[i] then
    stale = true
  end
end
if stale then
  return texts
end

for _ = 1, tonumber(take()) do
  local hash, name, text, tell = KEYS[tonumber(take()) + 3], take(), take(), take()
  if text == '' then
    redis.call('HDEL', hash, name)
  else
    redis.call('HSET', hash, name, string.sub(text, 2))
  end
  if tell ~= '' then
    redis.call('PUBLISH', ARGV[1], tell)
  end
end
local noted = tonumber(take())
for _ = 1, noted do
  local kept = take()
  local cursor = string.format('%016x', redis.call('INCR', KEYS[3]))
  redis.call('HSET', KEYS[1], cursor, kept)
  for term in string.gmatch(string.match(kept, '\n(.*)'), '[^\n]+') do
    redis.call('ZADD', KEYS[2], 0, term .. '\n' .. cursor)
  end
end
-- When fewer are to be kept than before, each update lets a few more go.
local over = redis.call('HLEN', KEYS[1]) - tonumber(ARGV[2])
if noted > 0 and over > 0 then
  local oldest = redis.call('ZRANGEBYLEX', KEYS[2], '[*\n', '(*\ng', 'LIMIT', 0, math.min(over, noted + 50))
  for _, member in ipairs(oldest) do
    local cursor = string.sub(member, 3)
    local kept = redis.call('HGET', KEYS[1], cursor)
    for term in string.gmatch(string.match(kept, '\n(.*)'), '[^\n]+') do
      redis.call('ZREM', KEYS[2], term .. '\n' .. cursor)
    end
    redis.call('HDEL', KEYS[1], cursor)
  end
end
return 1
