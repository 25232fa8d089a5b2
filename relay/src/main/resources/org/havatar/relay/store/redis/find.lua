-- Entries of the audit log that have a term.
-- KEYS: entries, index, counts, links. ARGV: what stands before cursors in the index, '1' for newest first, the
-- first and the last of the range, at most how many.
-- Answers cursors, what is kept, what is counted or '', and the link or '', in turn.
local members
if ARGV[2] == '1' then
  members = redis.call('ZREVRANGEBYLEX', KEYS[2], ARGV[4], ARGV[3], 'LIMIT', 0, ARGV[5])
else
  members = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[3], ARGV[4], 'LIMIT', 0, ARGV[5])
end
local answer = {}
for _, member in ipairs(members) do
  local cursor = string.sub(member, #ARGV[1] + 1)
  local kept = redis.call('HGET', KEYS[1], cursor)
  if kept then
    answer[#answer + 1] = cursor
    answer[#answer + 1] = kept
    answer[#answer + 1] = redis.call('HGET', KEYS[3], cursor) or ''
    answer[#answer + 1] = redis.call('HGET', KEYS[4], cursor) or ''
  end
end
return answer
