-- Lets entries of the audit log go, and what they are found by.
-- KEYS: entries, index, counts, links. ARGV: cursors. Answers how many went.
local gone = 0
for _, cursor in ipairs(ARGV) do
  local kept = redis.call('HGET', KEYS[1], cursor)
  if kept then
    for term in string.gmatch(string.match(kept, '\n(.*)') or '', '[^\n]+') do
      redis.call('ZREM', KEYS[2], term .. '\n' .. cursor)
    end
    redis.call('HDEL', KEYS[3], cursor)
    redis.call('HDEL', KEYS[4], cursor)
    gone = gone + redis.call('HDEL', KEYS[1], cursor)
  end
end
return gone
