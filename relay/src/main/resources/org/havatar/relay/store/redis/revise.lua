-- Puts entries of the audit log in the place of others that are still as they were read.
-- KEYS: entries, index. ARGV: for each its cursor, the text that was kept, what is to be kept: a text
-- and in further lines its terms. Answers how many were changed.
local changed = 0
for i = 1, #ARGV, 3 do
  local cursor, text, after = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local before = redis.call('HGET', KEYS[1], cursor)
  if before and string.sub(before, 1, #text + 1) == text .. '\n' then
    for term in string.gmatch(string.match(before, '\n(.*)') or '', '[^\n]+') do
      redis.call('ZREM', KEYS[2], term .. '\n' .. cursor)
    end
    redis.call('HSET', KEYS[1], cursor, after)
    for term in string.gmatch(string.match(after, '\n(.*)') or '', '[^\n]+') do
      redis.call('ZADD', KEYS[2], 0, term .. '\n' .. cursor)
    end
    changed = changed + 1
  end
end
return changed
