-- Puts what was prepared in the place of all that there is.
-- KEYS: for each hash, and the five keys of the audit log last, first the one that counts and then
-- the prepared one.
-- KEYS[1] and KEYS[2] are the hashes of the node's own documents, whose ARGV[1] stays.
-- ARGV[2]: '1' even if something is there; ARGV[3], ARGV[4]: channel and what to tell on it.
-- Answers 1, or 0 when there is something and nothing was changed.
if ARGV[2] ~= '1' then
  for i = 3, #KEYS - 10, 2 do
    if redis.call('EXISTS', KEYS[i]) == 1 then
      return 0
    end
  end
end
local schema = redis.call('HGET', KEYS[1], ARGV[1])
for i = 1, #KEYS, 2 do
  if redis.call('EXISTS', KEYS[i + 1]) == 1 then
    redis.call('RENAME', KEYS[i + 1], KEYS[i])
    redis.call('PERSIST', KEYS[i])
  else
    redis.call('UNLINK', KEYS[i])
  end
end
if schema then
  redis.call('HSET', KEYS[1], ARGV[1], schema)
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
