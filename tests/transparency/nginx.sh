# crashes: 0
mkdir root && seq 20000 >root/n.txt && chmod -R a+rX .
cat >c <<CONF
worker_processes 2; pid $PWD/pid; error_log $PWD/error.log crit;
events { }
http { access_log off; gzip on; gzip_types *; client_body_temp_path $PWD/t; proxy_temp_path $PWD/t;
fastcgi_temp_path $PWD/t; uwsgi_temp_path $PWD/t; scgi_temp_path $PWD/t;
server { listen unix:$PWD/s; root $PWD/root; } }
CONF
/usr/sbin/nginx -c "$PWD/c" -e "$PWD/error.log"
echo $?
for _ in 1 2 3; do curl -s --compressed --unix-socket s http://x/n.txt | sha256sum; done
curl -s -o /dev/null -w '%{http_code}\n' --unix-socket s http://x/absent
/usr/sbin/nginx -c "$PWD/c" -e "$PWD/error.log" -s reload
sleep 0.3
curl -s --unix-socket s -r 10-20 http://x/n.txt
/usr/sbin/nginx -c "$PWD/c" -e "$PWD/error.log" -s quit
for _ in $(seq 50); do [ -f pid ] || break; sleep 0.1; done
ls
