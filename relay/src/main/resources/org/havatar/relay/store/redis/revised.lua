-- Puts the prepared stream in the audit log's place, if no entry has come behind it meanwhile.
-- KEYS: the audit log, the prepared stream, the lock. ARGV: whose lock it has to be; the last id.
-- Answers 1 when it is done, 0 when there are more entries to copy, -1 when the lock is lost.
if redis.call('GET', KEYS[3]) ~= ARGV[1] then
  return -1
end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #last == 0 or last[1][1] ~= ARGV[2] then
  return 0
end
redis.call('PERSIST', KEYS[2])
redis.call('RENAME', KEYS[2], KEYS[1])
redis.call('DEL', KEYS[3])
return 1
