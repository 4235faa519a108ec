# Nil pointers become panics that are recovered, on many goroutines, between calls of C.
cat >main.go <<'GO'
package main

/*
static int add(int a, int b) { return a + b; }
*/
import "C"
import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

type node struct {
	next *node
	v    int
}

func nilRead() (caught bool) {
	defer func() { caught = recover() != nil }()
	var n *node
	return n.next.v == 1
}

func divide(by int) (caught bool) {
	defer func() { caught = recover() != nil }()
	return 1/by == 2
}

func main() {
	if os.Args[1] == "crash" {
		var n *node
		fmt.Println(n.v)
	}
	seconds, _ := strconv.Atoi(os.Args[2])
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	told := make(chan os.Signal, 100)
	signal.Notify(told, syscall.SIGSEGV, syscall.SIGUSR1)
	done := make(chan bool)
	for i := 0; i < 4; i++ {
		go func() {
			for {
				select {
				case <-done:
					return
				default:
					nilRead()
				}
			}
		}()
	}
	caught, sum := true, C.int(0)
	for time.Now().Before(end) {
		caught = nilRead() && divide(0) && caught
		sum = C.add(sum, 1)
		syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	}
	syscall.Kill(syscall.Getpid(), syscall.SIGSEGV)
	for s := range told {
		if s == syscall.SIGSEGV {
			break
		}
	}
	close(done)
	fmt.Println(caught, sum > 0)
}
GO
GO111MODULE=off GOCACHE=$PWD/cache CGO_ENABLED=1 LD_PRELOAD= go build -o program main.go || exit 99
# Without crash, Go's own report ends with exit status 2.
GOTRACEBACK=crash ./program "$@"
