# crashes: 1
cat >a.c <<'C'
#include <stdio.h>
int main(void) { for (int i = 0; i < 3; i++) printf("%d\n", i); return 5; }
C
gcc -O2 -frandom-seed=1 -c a.c && sha256sum a.o && gcc a.o -o a && ./a; echo $?
echo 'int main( {' >b.c; gcc b.c 2>&1 | head -n 2
printf 'all: x y\nx y:\n\techo $@ >$@; sleep 0.1; cat $@\nfail:\n\tkill -SEGV $$$$\n' >Makefile
make -s -j2 all | sort; make -s fail 2>&1 | tail -n 1; echo "${PIPESTATUS[0]}"
