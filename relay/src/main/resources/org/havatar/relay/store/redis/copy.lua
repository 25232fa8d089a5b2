-- Copies hashes as they are at one instant, to be read slice by slice.
-- KEYS: for each the hash and its copy. ARGV: seconds that a copy stays when nobody removes it.
for i = 1, #KEYS, 2 do
  if redis.call('COPY', KEYS[i], KEYS[i + 1]) == 1 then
    redis.call('EXPIRE', KEYS[i + 1], ARGV[1])
  end
end
return 1
