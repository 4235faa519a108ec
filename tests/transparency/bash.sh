# crashes: 3
trap 'echo usr1' USR1; kill -USR1 $$
trap -p
(trap 'echo segv; exit 3' SEGV; kill -SEGV $BASHPID; sleep 1); echo $?
(kill -SEGV $BASHPID); echo $?
(kill -ABRT $BASHPID); echo $?
(trap '' ABRT; kill -ABRT $BASHPID; echo ignored); echo $?
seq 1000 | sort -R | sort -n | tail -n 1
exec 7>file; for fd in 3 4 5 6 8 9; do eval "exec $fd>&7"; done; echo text >&9; cat file
(ulimit -n 4; echo few) ; (ulimit -f 0; echo x >big) ; echo $?
coproc cat; echo hello >&"${COPROC[1]}"; read -r word <&"${COPROC[0]}"; echo "$word"
printf '%s\n' "${!BASH_VERSINFO[@]}" | wc -l; ls /proc/self/fd | wc -l
