#!/bin/sh
# usage: system_calls.sh COMPILER: rows {number, "name"}, of the machine's own header
set -eu
echo '#include <sys/syscall.h>' | "$1" -E -dM - |
    sed -n 's/^#define SYS_\([a-z0-9_]*\) .*/{SYS_\1, "\1"},/p' | sort
