# crashes: 0
redis-server --port 0 --unixsocket "$PWD/s" --save '' --dir "$PWD" --daemonize yes --logfile "$PWD/log" \
    --pidfile "$PWD/pid" >/dev/null
for _ in $(seq 50); do [ -S s ] && break; sleep 0.1; done
redis-cli -s s <<'REDIS'
set a 1
incr a
rpush l 1 2 3
lrange l 0 -1
eval "return {1,2,redis.call('get','a')}" 0
config set maxmemory 100mb
shutdown nosave
REDIS
sleep 0.3
grep -c 'Redis is now ready to exit' log
