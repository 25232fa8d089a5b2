-- Copies entries, as they are to be, into the stream that is to take the audit log's place.
-- KEYS: the stream that is prepared, the lock. ARGV: whose lock it has to be, its ms, the ms that
-- what is prepared stays when nobody goes on, then ids and texts in turn.
-- Answers 1, or 0 when somebody else has the lock now.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
for i = 4, #ARGV, 2 do
  redis.call('XADD', KEYS[1], ARGV[i], 'entry', ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
