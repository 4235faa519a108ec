# crashes: 1
# The process of a page: the first of a PID namespace, without files, under seccomp.
chmod 777 .
echo '<script>let s=0;for(let i=0;i<3e6;i++)s+=i%7;document.write("<p>sum "+s)</script>' >page.html
browser=(unshare --net setpriv --reuid 65534 --regid 65534 --clear-groups env "HOME=$PWD"
    /usr/bin/chromium --headless=new "--user-data-dir=$PWD/profile")
"${browser[@]}" --dump-dom "file://$PWD/page.html" 2>/dev/null; echo $?

"${browser[@]}" --remote-debugging-port=0 "file://$PWD/page.html" >/dev/null 2>&1 &
descends() {
    for ((process = $1; process > 1; process = $(ps -o ppid= -p "$process" || echo 0))); do
        [ "$process" != "$2" ] || return 0
    done
    return 1
}
page_of() {
    for renderer in $(pgrep -f -- --type=renderer); do
        descends "$renderer" "$1" && echo "$renderer"
    done | tail -1
}
for _ in $(seq 50); do page=$(page_of $!); [ -z "$page" ] || break; sleep 0.1; done
sleep 2
page=$(page_of $!)
gdb -q -nx -batch -p "$page" -ex "set \$rip = 0" -ex detach >/dev/null 2>&1
for _ in $(seq 50); do [ -d "/proc/$page" ] || break; sleep 0.1; done
[ ! -d "/proc/$page" ] && echo "the page is dead"
kill -0 $! && echo "the browser lives"
kill $!; wait $!; echo $?
