package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// toPark is how long the main goroutine lets the others go on before it looks
// at them again.
const toPark = time.Millisecond

// parkedMemory parks goroutines on one channel and prints what each takes.
func parkedMemory(goroutines int) error {
	gate := make(chan int)
	var ended sync.WaitGroup
	var started atomic.Int64
	runtime.GC()
	rss, err := residentBytes()
	if err != nil {
		return err
	}
	live := liveBytes()

	start := time.Now()
	ended.Add(goroutines)
	for i := 0; i < goroutines; i++ {
		go func() {
			started.Add(1)
			<-gate
			ended.Done()
		}()
	}
	for started.Load() < int64(goroutines) {
		time.Sleep(toPark)
	}
	time.Sleep(toPark) // for those that have counted themselves and not parked yet
	parkTime := time.Since(start)

	rssParked, err := residentBytes()
	if err != nil {
		return err
	}
	runtime.GC()
	rssCollected, err := residentBytes()
	if err != nil {
		return err
	}
	liveParked := liveBytes()

	start = time.Now()
	close(gate)
	ended.Wait()
	wakeTime := time.Since(start)

	each := func(total int64) float64 { return float64(total) / float64(goroutines) }
	fmt.Printf("%s\t%d\t%.1f rss-B/goroutine\t%.1f gc-rss-B/goroutine\t%.1f live-B/goroutine\t%.1f park-ns/goroutine\t%.1f wake-ns/goroutine\n",
		benchmarkName("ParkedMemory"), goroutines,
		each(rssParked-rss), each(rssCollected-rss), each(liveParked-live),
		each(parkTime.Nanoseconds()), each(wakeTime.Nanoseconds()))
	return nil
}

// liveBytes returns the memory that is reachable after a collection.
func liveBytes() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc + stats.StackInuse)
}

// residentBytes returns the process's resident set.
func residentBytes() (int64, error) {
	const file = "/proc/self/status"
	status, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	for _, line := range bytes.Split(status, []byte("\n")) {
		fields := bytes.Fields(line)
		if len(fields) == 3 && string(fields[0]) == "VmRSS:" {
			kib, err := strconv.ParseInt(string(fields[1]), 10, 64)
			return kib * 1024, err // the kernel writes kB for KiB
		}
	}
	return 0, fmt.Errorf("no VmRSS in %s", file)
}
