# bash completion for epitaph(1): commands, options, the ids of known crashes.

# What the manual knows; a test compares.
_epitaph_options() {
    case $1 in
    run) echo --app --app-version --spool ;;
    collect) echo --dry-run --verbose --syslog --max-time --watch ;;
    list) echo --all --json --since --app --signal --signature ;;
    show) echo --all --json --payload --to ;;
    dump | status) echo --json ;;
    consent) echo --yes --no --purge --keep ;;
    retry) echo --to ;;
    report) echo --html --since --app --signal --signature ;;
    purge) echo --sent --all --older-than ;;
    setup) echo --user --system --cron --systemd --minutes --preload --undo --dry-run --quiet --root ;;
    sanitize) echo --json --jsonl --test ;;
    esac
}

_epitaph() {
    local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    local words='' files='' i

    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="--help --version $("${COMP_WORDS[0]}" --help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')"
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return
    fi
    # Behind its options, the command that is run has its own completion.
    if [ "$command" = run ]; then
        for ((i = 2; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
            --app | --app-version | --spool) i=$((i + 1)) ;;
            --) i=$((i + 1)) && break ;;
            -*) ;;
            *) break ;;
            esac
        done
        if [ "$i" -lt "$COMP_CWORD" ]; then
            declare -F _command_offset >/dev/null && _command_offset "$i"
            return
        fi
    fi
    case $command:$before in
    run:--spool | setup:--root) mapfile -t COMPREPLY < <(compgen -d -- "$cur") && return ;;
    sanitize:--test | report:--html) mapfile -t COMPREPLY < <(compgen -f -- "$cur") && return ;;
    list:--signal | report:--signal) words='SIGSEGV SIGBUS SIGFPE SIGILL SIGABRT SIGTRAP SIGSYS SIGXCPU SIGXFSZ' ;;
    *:--app | *:--app-version | *:--to | *:--since | *:--signature | *:--max-time | *:--older-than | *:--minutes)
        return
        ;;
    *)
        words=$(_epitaph_options "$command")
        case $command in
        show) words+=" last $("${COMP_WORDS[0]}" list --all --json 2>/dev/null |
            sed -n 's/.*"event_id":"\([0-9a-f-]*\)".*/\1/p')" ;;
        dump) files=1 ;;
        doctor) files=1 && mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
        run) words+=' --' && [ "${cur#-}" = "$cur" ] && mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
        setup) [ "${cur#-}" = "$cur" ] && words=$(compgen -u) ;;
        esac
        ;;
    esac
    local found
    mapfile -t found < <(compgen -W "$words" -- "$cur")
    COMPREPLY+=("${found[@]}")
    if [ -n "$files" ]; then
        mapfile -t found < <(compgen -f -- "$cur")
        COMPREPLY+=("${found[@]}")
    fi
}

complete -F _epitaph epitaph
