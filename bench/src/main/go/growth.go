package main

import (
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var sized = regexp.MustCompile(`^(\D+)(\d+)$`)

// growth returns the workload whose name ends in its size.
func growth(name string) (func(b *testing.B), bool) {
	if name == "GrowProcessors" {
		return growProcessors, true
	}
	match := sized.FindStringSubmatch(name)
	if match == nil {
		return nil, false
	}
	body, ok := map[string]func(b *testing.B, size int){
		"GrowGoroutines": growGoroutines,
		"GrowChannels":   growChannels,
		"GrowSelect":     growSelect,
		"GrowTimers":     growTimers,
	}[match[1]]
	size, err := strconv.Atoi(match[2])
	return func(b *testing.B) { body(b, size) }, ok && err == nil
}

// growGoroutines measures elements to so many goroutines that wait for one
// channel.
func growGoroutines(b *testing.B, goroutines int) {
	c := make(chan int)
	var ended, received sync.WaitGroup
	var started atomic.Int64
	ended.Add(goroutines)
	for g := 0; g < goroutines; g++ {
		go func() {
			defer ended.Done()
			started.Add(1)
			for v := range c {
				received.Add(-v)
			}
		}()
	}
	for started.Load() < int64(goroutines) {
		runtime.Gosched()
	}
	received.Add(b.N)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c <- 1
	}
	received.Wait()
	b.StopTimer()
	close(c)
	ended.Wait()
}

// growChannels measures a send to and a receive from one channel after the
// other.
func growChannels(b *testing.B, channels int) {
	made := makeChans(channels, 1)
	b.ResetTimer()
	sum, next := 0, 0
	for i := 0; i < b.N; i++ {
		c := made[next]
		c <- 1
		sum += <-c
		if next++; next == channels {
			next = 0
		}
	}
	checkSum(b, sum, b.N)
}

// growSelect measures a token that goes round channels of a goroutine's own.
func growSelect(b *testing.B, channels int) {
	parallel(b, func(rounds int) {
		own := makeChans(channels, 1)
		cases := make([]reflect.SelectCase, channels)
		for i, c := range own {
			cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)}
		}
		own[0] <- 1
		for ; rounds > 0; rounds-- {
			chosen, v, _ := reflect.Select(cases)
			own[(chosen+1)%channels] <- int(v.Int())
		}
	})
}

// growTimers measures a timer that is stopped at once, among so many others per
// processor.
func growTimers(b *testing.B, others int) {
	among(b, others, func(n int) {
		for ; n > 0; n-- {
			if !time.AfterFunc(time.Second, func() {}).Stop() {
				b.Error("a timer has fired")
			}
		}
	})
}

// growProcessors measures round trips of eight pairs of goroutines.
func growProcessors(b *testing.B) {
	share(b, 8, func(n int) {
		ping, pong := make(chan int), make(chan int)
		go func() {
			for v := range ping {
				pong <- v
			}
		}()
		for ; n > 0; n-- {
			ping <- 1
			<-pong
		}
		close(ping)
	})
}
