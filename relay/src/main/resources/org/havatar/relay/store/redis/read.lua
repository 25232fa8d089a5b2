-- Documents as they are at one instant.
-- KEYS: hashes of kinds. ARGV: for each document the number of its hash and its name.
-- Answers for each '+' and its text, or '' when there is none.
local texts = {}
for i = 1, #ARGV, 2 do
  local text = redis.call('HGET', KEYS[tonumber(ARGV[i])], ARGV[i + 1])
  texts[#texts + 1] = text and '+' .. text or ''
end
return texts
