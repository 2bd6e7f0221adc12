package main

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gap is the time between two wake-ups.
const gap = 200 * time.Microsecond

// sleepers measures how late goroutines go on that all sleep at once.
func sleepers(b *testing.B, sleepers int) {
	late := make([]time.Duration, sleepers)
	for i := 0; i < b.N; i++ {
		var asleep sync.WaitGroup
		asleep.Add(sleepers)
		for s := 0; s < sleepers; s++ {
			s := s
			go func() {
				defer asleep.Done()
				d := time.Duration(100+s%1000) * time.Millisecond
				start := time.Now()
				time.Sleep(d)
				late[s] = time.Since(start) - d
			}()
		}
		asleep.Wait()
	}
	reportLateness(b, late)
}

// wakeIdle measures how late a goroutine goes on that is woken while nothing
// else runs.
func wakeIdle(b *testing.B) {
	wake(b)
}

// wakeBusy measures the same while others compute and yield.
func wakeBusy(b *testing.B) {
	var over atomic.Bool
	var busy sync.WaitGroup
	for g := 0; g < 2*runtime.GOMAXPROCS(0); g++ {
		busy.Add(1)
		go func() {
			defer busy.Done()
			for x := int64(1); !over.Load(); {
				x = compute(x)
				runtime.Gosched()
			}
		}()
	}
	wake(b)
	over.Store(true)
	busy.Wait()
}

func wake(b *testing.B) {
	late := make([]time.Duration, b.N)
	sent := make(chan time.Time)
	var receiver sync.WaitGroup
	receiver.Add(1)
	go func() {
		defer receiver.Done()
		for i := range late {
			at := <-sent
			late[i] = time.Since(at)
		}
	}()
	for range late {
		time.Sleep(gap)
		sent <- time.Now()
	}
	receiver.Wait()
	reportLateness(b, late)
}

var computed atomic.Int64 // keeps the work from being optimised away

// compute takes ten thousand steps that depend on each other.
func compute(seed int64) int64 {
	x := seed
	for i := 0; i < 10_000; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	computed.Store(x)
	return x
}

// reportLateness reports percentiles in place of the time per operation.
func reportLateness(b *testing.B, late []time.Duration) {
	sort.Slice(late, func(i, j int) bool { return late[i] < late[j] })
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(late[len(late)/2]), "p50-ns")
	b.ReportMetric(float64(late[len(late)*99/100]), "p99-ns")
	b.ReportMetric(float64(late[len(late)-1]), "max-ns")
}
