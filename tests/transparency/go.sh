# crashes: 1
cat >t.go <<'GO'
package main

/*
#include <stdlib.h>
static int twice(int value) { return value * 2; }
static void die(void) { *(volatile int *)0 = 1; }
*/
import "C"
import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

type node struct{ next *node; value int }

func caught() (words interface{}) {
	defer func() { words = recover() }()
	var none *node
	return none.value
}

func main() {
	if len(os.Args) > 1 {
		C.die()
	}
	var all sync.WaitGroup
	for i := 0; i < 50; i++ {
		all.Add(1)
		go func() { defer all.Done(); for j := 0; j < 200; j++ { caught(); C.twice(C.int(j)) } }()
	}
	all.Wait()
	fmt.Println(caught(), C.twice(21))
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGABRT)
	syscall.Kill(os.Getpid(), syscall.SIGABRT)
	fmt.Println(<-told)
}
GO
export GOCACHE=$PWD/cache GOFLAGS=-mod=mod GO111MODULE=off
go build t.go
./t; echo $?
./t die >out 2>&1; echo $?; head -n 2 out | cut -d ' ' -f 1-3
(GOTRACEBACK=crash exec ./t die) >out 2>&1; echo $?; head -n 1 out
