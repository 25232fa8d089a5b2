-- Adds ARGV[1] to the counter KEYS[1], which ends ARGV[2] ms after its first addition.
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return sum
