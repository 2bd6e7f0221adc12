// Command peer runs the workloads of Sudog's benchmark in Go.
//
// Usage:
//
//	GOMAXPROCS=2 peer [-test.benchtime=1s] [-goroutines=1000000] WORKLOAD
//
// It prints one line in the format of go test -bench. EchoServer is no workload
// but the server of the Echo workloads, and serves until its input ends.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

const batch = 1000

var workloads = map[string]func(b *testing.B){
	"PingPong":                 pingPong,
	"Pair1":                    func(b *testing.B) { pair(b, 1) },
	"Pair128":                  func(b *testing.B) { pair(b, 128) },
	"OneToOne0":                func(b *testing.B) { oneToOne(b, 0) },
	"OneToOne1":                func(b *testing.B) { oneToOne(b, 1) },
	"OneToOne16":               func(b *testing.B) { oneToOne(b, 16) },
	"OneToOne128":              func(b *testing.B) { oneToOne(b, 128) },
	"ManyToMany4Cap0":          func(b *testing.B) { manyToMany(b, 4, 0) },
	"ManyToMany4Cap16":         func(b *testing.B) { manyToMany(b, 4, 16) },
	"ManyToMany4Cap128":        func(b *testing.B) { manyToMany(b, 4, 128) },
	"ManyToMany100Cap0":        func(b *testing.B) { manyToMany(b, 100, 0) },
	"ManyToMany100Cap16":       func(b *testing.B) { manyToMany(b, 100, 16) },
	"ManyToMany100Cap128":      func(b *testing.B) { manyToMany(b, 100, 128) },
	"ChanSync":                 chanSync,
	"ChanUncontended":          chanUncontended,
	"ChanNonblocking":          chanNonblocking,
	"MakeChan":                 makeChan,
	"ChanCreation":             chanCreation,
	"CreateGoroutines":         func(b *testing.B) { createGoroutines(b, 1) },
	"CreateGoroutinesParallel": func(b *testing.B) { createGoroutines(b, runtime.GOMAXPROCS(0)) },
	"CreateGoroutinesSingle":   createGoroutinesSingle,
	"Chain1000":                func(b *testing.B) { chain(b, 1000) },
	"Chain10000":               func(b *testing.B) { chain(b, 10000) },
	"Sieve":                    sieve,
	"Skynet":                   skynet,
	"SelectSync2":              selectSync2,
	"SelectSync8":              selectSync8,
	"SelectUncontended2":       selectUncontended2,
	"SelectUncontended8":       selectUncontended8,
	"SelectSyncContended2":     selectSyncContended2,
	"SelectSyncContended3":     selectSyncContended3,
	"SelectSyncContended8":     selectSyncContended8,
	"SelectAsyncContended2":    selectAsyncContended2,
	"SelectAsyncContended8":    selectAsyncContended8,
	"SelectDefault2":           selectDefault2,
	"SelectDefault8":           selectDefault8,
	"SelectTimeout":            selectTimeout,
	"SelectTimeoutReset":       selectTimeoutReset,
	"SelectProdCons":           selectProdCons,
	"MutexUncontended":         mutexUncontended,
	"Mutex":                    func(b *testing.B) { mutex(b, 1) },
	"MutexSlack":               func(b *testing.B) { mutex(b, 10) },
	"RWMutexUncontended":       rwMutexUncontended,
	"RWMutexWrite100":          func(b *testing.B) { rwMutexWrite(b, 100) },
	"WaitGroupUncontended":     waitGroupUncontended,
	"WaitGroupAddDone":         waitGroupAddDone,
	"WaitGroupActuallyWait":    waitGroupActuallyWait,
	"Cond4":                    func(b *testing.B) { cond(b, 4) },
	"TimerStopChan":            timerStopChan,
	"TimerStopFunc":            timerStopFunc,
	"TimerResetChan":           timerResetChan,
	"TimerResetFunc":           timerResetFunc,
	"After":                    after,
	"Sleep1000":                func(b *testing.B) { sleep(b, 1000) },
	"Ticker":                   ticker,
	"Sleepers100000":           func(b *testing.B) { sleepers(b, 100_000) },
	"WakeIdle":                 wakeIdle,
	"WakeBusy":                 wakeBusy,
	"CancelChild":              cancelChild,
	"WithTimeout4000":          func(b *testing.B) { withTimeout(b, 4000) },
	"CancelTree10":             func(b *testing.B) { cancelTree(b, 10) },
	"CancelTree100":            func(b *testing.B) { cancelTree(b, 100) },
	"ErrOK":                    errOK,
	"ErrCanceled":              errCanceled,
	"DeepValue20":              func(b *testing.B) { deepValue(b, 20) },
}

func main() {
	testing.Init()
	goroutines := flag.Int("goroutines", 1_000_000, "how many ParkedMemory parks")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	name := flag.Arg(0)
	switch name {
	case "ParkedMemory":
		exitOn(parkedMemory(*goroutines))
		return
	case "EchoServer":
		exitOn(echoServer())
		return
	}
	workload, ok := workloads[name]
	if !ok {
		workload, ok = growth(name)
	}
	if !ok {
		fmt.Fprintf(os.Stderr, "no such workload: %s\n", name)
		os.Exit(2)
	}
	result := testing.Benchmark(workload)
	if result.N == 0 {
		os.Exit(1) // the workload failed and has said why
	}
	fmt.Printf("%s\t%s\n", benchmarkName(name), result)
}

// exitOn ends the program when something failed.
func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// benchmarkName returns the name as go test prints it.
func benchmarkName(name string) string {
	if procs := runtime.GOMAXPROCS(0); procs != 1 {
		return fmt.Sprintf("Benchmark%s-%d", name, procs)
	}
	return "Benchmark" + name
}

// pingPong measures round trips between two goroutines.
func pingPong(b *testing.B) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for i := 0; i < b.N; i++ {
			<-ping
			pong <- 1
		}
	}()
	for i := 0; i < b.N; i++ {
		ping <- 1
		<-pong
	}
}

// pair measures a send and a receive by the same goroutine.
func pair(b *testing.B, capacity int) {
	c := make(chan int, capacity)
	for i := 0; i < b.N; i++ {
		c <- 1
		<-c
	}
}

// oneToOne measures elements on their way from a producer to a consumer.
func oneToOne(b *testing.B, capacity int) {
	c := make(chan int, capacity)
	go func() {
		for i := 0; i < b.N; i++ {
			c <- i
		}
		close(c)
	}()
	sum := 0
	for v := range c {
		sum += v
	}
	if want := b.N * (b.N - 1) / 2; sum != want {
		b.Errorf("sum is %d, want %d", sum, want)
	}
}

// manyToMany measures elements from so many producers to as many consumers.
func manyToMany(b *testing.B, each, capacity int) {
	c := make(chan int, capacity)
	var sum atomic.Int64
	var consumers sync.WaitGroup
	consumers.Add(each)
	for i := 0; i < each; i++ {
		go func() {
			defer consumers.Done()
			own := 0
			for v := range c {
				own += v
			}
			sum.Add(int64(own))
		}()
	}
	share(b, each, func(n int) {
		for ; n > 0; n-- {
			c <- 1
		}
	})
	close(c)
	consumers.Wait()
	checkSum(b, int(sum.Load()), b.N)
}

// chanSync measures two goroutines that send and receive in opposite phase on
// one channel.
func chanSync(b *testing.B) {
	// An even number of batches, so that no goroutine is left without a partner.
	var batches atomic.Int32
	batches.Store(int32(b.N / batch / 2 * 2))
	c := make(chan int)
	var both sync.WaitGroup
	both.Add(2)
	for p := 0; p < 2; p++ {
		go func() {
			defer both.Done()
			for {
				n := batches.Add(-1)
				if n < 0 {
					return
				}
				for i := 0; i < batch; i++ {
					if n%2 == 0 {
						<-c
						c <- 1
					} else {
						c <- 1
						<-c
					}
				}
			}
		}()
	}
	both.Wait()
}

// chanUncontended measures 100 sends and 100 receives by the same goroutine.
func chanUncontended(b *testing.B) {
	const capacity = 100
	parallel(b, func(rounds int) {
		c := make(chan int, capacity)
		for ; rounds > 0; rounds-- {
			for i := 0; i < capacity; i++ {
				c <- 1
			}
			for i := 0; i < capacity; i++ {
				<-c
			}
		}
	})
}

// chanNonblocking measures attempts to receive from a channel that is never
// ready.
func chanNonblocking(b *testing.B) {
	c := make(chan int)
	parallel(b, func(tries int) {
		for ; tries > 0; tries-- {
			select {
			case <-c:
				b.Error("received a value that nobody sent")
			default:
			}
		}
	})
}

var sink chan int // keeps makeChan's channels from being optimised away

// makeChan measures the creation of a channel.
func makeChan(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make(chan int, 8)
	}
}

// chanCreation measures the creation of a channel, a send and a receive.
func chanCreation(b *testing.B) {
	parallel(b, func(channels int) {
		for ; channels > 0; channels-- {
			c := make(chan int, 1)
			c <- 1
			<-c
		}
	})
}

// parallel shares b.N out among a goroutine per processor. Unlike
// b.RunParallel it adds nothing to an operation of a few nanoseconds.
func parallel(b *testing.B, body func(n int)) {
	share(b, runtime.GOMAXPROCS(0), body)
}

// share shares b.N out among goroutines and waits for them.
func share(b *testing.B, goroutines int, body func(n int)) {
	var workers sync.WaitGroup
	workers.Add(goroutines)
	for g := 0; g < goroutines; g++ {
		n := shareOf(b.N, g, goroutines)
		go func() {
			defer workers.Done()
			body(n)
		}()
	}
	workers.Wait()
}

// shareOf returns the share of one among so many.
func shareOf(n, one, among int) int {
	if one < n%among {
		return n/among + 1
	}
	return n / among
}

// createGoroutines measures the start of goroutines, each by the one before it.
func createGoroutines(b *testing.B, chains int) {
	ended := make(chan bool)
	var link func(left int)
	link = func(left int) {
		if left == 0 {
			ended <- true
			return
		}
		go link(left - 1)
	}
	for i := 0; i < chains; i++ {
		go link(b.N / chains)
	}
	for i := 0; i < chains; i++ {
		<-ended
	}
}

// createGoroutinesSingle measures the start of goroutines by one goroutine.
func createGoroutinesSingle(b *testing.B) {
	const batch = 100_000
	var wg sync.WaitGroup
	for left := b.N; left > 0; left -= batch {
		size := left
		if size > batch {
			size = batch
		}
		wg.Add(size)
		for i := 0; i < size; i++ {
			go func() { wg.Done() }()
		}
		wg.Wait()
	}
}

// chain measures the hops of a value through goroutines that live all the time.
func chain(b *testing.B, length int) {
	first := make(chan int)
	last := first
	for i := 0; i < length; i++ {
		left, right := last, make(chan int)
		go func() {
			for v := range left {
				right <- v
			}
			close(right)
		}()
		last = right
	}
	first <- 1
	<-last // now every goroutine has been started and waits
	b.ResetTimer()
	for hops := 0; hops < b.N; hops += length {
		first <- 1
		<-last
	}
	b.StopTimer()
	close(first)
	<-last
}
