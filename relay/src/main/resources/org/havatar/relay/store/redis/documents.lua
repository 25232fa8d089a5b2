-- All documents of all kinds, as they are at one instant. KEYS: hashes of kinds.
local all = {}
for i, hash in ipairs(KEYS) do
  all[i] = redis.call('HGETALL', hash)
end
return all
