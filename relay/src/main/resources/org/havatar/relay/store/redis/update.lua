-- Writes documents and audit entries if what was read is still so.
-- KEYS: the audit log's entries, its index, its counts, its last number and its links; the others:
-- hashes of kinds, counted from 1. ARGV: the channel; entries that the log keeps, and entries of security;
-- entries of one actor a day, and of one kind; then three lists, each with its length first:
--   documents that were read (hash, name, '+' and the text or ''),
--   documents to write (hash, name, '+' and the text or '', what to tell on the channel or ''),
--   audit entries (the text, and in further lines what it is found by; its digest; what its ring is
--   found by; '1' when it has no share; the hash of the day's counters; the names of the two counters
--   and of the entry that counts together; that entry and its digest; its time in ms).
-- Answers 1 when written; else what the documents are now, as read.lua does.
local at = 6
local function take()
  at = at + 1
  return ARGV[at - 1]
end

local stale = false
local texts = {}
for i = 1, tonumber(take()) do
  local text = redis.call('HGET', KEYS[tonumber(take()) + 5], take())
  texts[i] = text and '+' .. text or ''
  if take() ~= texts[i] then
    stale = true
  end
end
if stale then
  return texts
end

for _ = 1, tonumber(take()) do
  local hash, name, text, tell = KEYS[tonumber(take()) + 5], take(), take(), take()
  if text == '' then
    redis.call('HDEL', hash, name)
  else
    redis.call('HSET', hash, name, string.sub(text, 2))
  end
  if tell ~= '' then
    redis.call('PUBLISH', ARGV[1], tell)
  end
end
local function write(kept, digest, ring)
  local cursor = string.format('%016x', redis.call('INCR', KEYS[4]))
  redis.call('HSET', KEYS[1], cursor, kept)
  for term in string.gmatch(string.match(kept, '\n(.*)'), '[^\n]+') do
    redis.call('ZADD', KEYS[2], 0, term .. '\n' .. cursor)
  end
  local link = redis.sha1hex((redis.call('HGET', KEYS[5], ring) or '') .. digest)
  redis.call('HSET', KEYS[5], cursor, link, ring, link)
  return cursor
end

local function isSingle(day, total, kind)
  return redis.call('HINCRBY', day, total, 1) <= tonumber(ARGV[4])
    and redis.call('HINCRBY', day, kind, 1) <= tonumber(ARGV[5])
end

local function count(day, together, ms, first, digest, ring)
  local cursor = redis.call('HGET', day, together)
  if not cursor or redis.call('HEXISTS', KEYS[1], cursor) == 0 then
    redis.call('HSET', day, together, write(first, digest, ring))
    return
  end
  local times, last = string.match(redis.call('HGET', KEYS[3], cursor) or '1 0', '(%d+) (%d+)')
  if tonumber(last) > tonumber(ms) then
    ms = last
  end
  redis.call('HSET', KEYS[3], cursor, string.format('%d ', tonumber(times) + 1) .. ms)
end

local noted = tonumber(take())
for _ = 1, noted do
  local kept, digest, ring = take(), take(), take()
  local unlimited, day, total, kind, together = take(), take(), take(), take(), take()
  local first, firstDigest, ms = take(), take(), take()
  if unlimited == '1' or isSingle(day, total, kind) then
    write(kept, digest, ring)
  else
    count(day, together, ms, first, firstDigest, ring)
  end
  redis.call('EXPIRE', day, 172800)
end

-- When fewer are to be kept than before, each update lets a few more go.
local function push(ring, most)
  local first, last = '[' .. ring .. '\n', '(' .. ring .. '\ng'
  local over = redis.call('ZLEXCOUNT', KEYS[2], first, last) - most
  if over <= 0 then
    return
  end
  local oldest = redis.call('ZRANGEBYLEX', KEYS[2], first, last, 'LIMIT', 0, math.min(over, noted + 50))
  for _, member in ipairs(oldest) do
    local cursor = string.sub(member, #ring + 2)
    local kept = redis.call('HGET', KEYS[1], cursor)
    -- What is in the index alone leaves its ring: nothing that was lost keeps others from being written.
    for term in string.gmatch(kept and string.match(kept, '\n(.*)') or ring, '[^\n]+') do
      redis.call('ZREM', KEYS[2], term .. '\n' .. cursor)
    end
    redis.call('HDEL', KEYS[1], cursor)
    redis.call('HDEL', KEYS[3], cursor)
    redis.call('HDEL', KEYS[5], cursor)
  end
end
if noted > 0 then
  push('r/others', tonumber(ARGV[2]))
  push('r/security', tonumber(ARGV[3]))
end
return 1
