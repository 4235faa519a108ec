# Arithmetic, expansions, functions and arrays, for ever. No external command.
depth() { if (($1 > 0)); then depth $(($1 - 1)); fi; }
while :; do
    words=()
    for ((i = 0; i < 500; i++)); do
        words+=("word$((i * 31 % 977))")
    done
    text=${words[*]//d1/D-}
    [[ $text =~ (w[o]+rD-[0-9]*).*word ]] && text=${BASH_REMATCH[1]^^}
    depth 40
    mapfile -t lines <<<"${text// /$'\n'}"
done
