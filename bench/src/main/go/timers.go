package main

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

// ballast is how many timers per processor are running meanwhile.
const ballast = 1 << 15

// amongTimers shares b.N out as parallel does, while others' timers run.
func amongTimers(b *testing.B, body func(n int)) {
	among(b, ballast, body)
}

// among does the same beside so many timers per processor.
func among(b *testing.B, others int, body func(n int)) {
	procs := runtime.GOMAXPROCS(0)
	timers := make([][]*time.Timer, procs)
	var started sync.WaitGroup
	started.Add(procs)
	for p := range timers {
		p := p
		go func() {
			defer started.Done()
			timers[p] = make([]*time.Timer, others)
			for i := range timers[p] {
				timers[p][i] = time.AfterFunc(time.Hour, func() {})
			}
		}()
	}
	started.Wait()
	b.ResetTimer()
	parallel(b, body)
	b.StopTimer()
	for _, some := range timers {
		for _, t := range some {
			t.Stop()
		}
	}
}

// timerStopChan measures a timer with a channel that is stopped at once.
func timerStopChan(b *testing.B) {
	amongTimers(b, func(n int) {
		for ; n > 0; n-- {
			if !time.NewTimer(time.Second).Stop() {
				b.Error("a timer has fired")
			}
		}
	})
}

// timerStopFunc measures a timer with a function that is stopped at once.
func timerStopFunc(b *testing.B) {
	amongTimers(b, func(n int) {
		for ; n > 0; n-- {
			if !time.AfterFunc(time.Second, func() {}).Stop() {
				b.Error("a timer has fired")
			}
		}
	})
}

// timerResetChan measures a timer with a channel that is set anew.
func timerResetChan(b *testing.B) {
	amongTimers(b, func(n int) {
		resetAll(b, n, time.NewTimer(time.Hour))
	})
}

// timerResetFunc measures a timer with a function that is set anew.
func timerResetFunc(b *testing.B) {
	amongTimers(b, func(n int) {
		resetAll(b, n, time.AfterFunc(time.Hour, func() {}))
	})
}

func resetAll(b *testing.B, n int, timer *time.Timer) {
	for ; n > 0; n-- {
		if !timer.Reset(time.Hour) {
			b.Error("a timer has fired")
		}
	}
	timer.Stop()
}

// after measures a wait for a time that is as good as past.
func after(b *testing.B) {
	amongTimers(b, func(n int) {
		for ; n > 0; n-- {
			<-time.After(time.Nanosecond)
		}
	})
}

// sleep measures so many goroutines that sleep for a moment at once.
func sleep(b *testing.B, goroutines int) {
	amongTimers(b, func(n int) {
		for ; n > 0; n-- {
			var asleep sync.WaitGroup
			asleep.Add(goroutines)
			for i := 0; i < goroutines; i++ {
				go func() {
					time.Sleep(time.Nanosecond)
					asleep.Done()
				}()
			}
			asleep.Wait()
		}
	})
}

// ticker measures the ticks of a ticker that always has one ready.
func ticker(b *testing.B) {
	amongTimers(b, func(n int) {
		t := time.NewTicker(time.Nanosecond)
		defer t.Stop()
		for ; n > 0; n-- {
			<-t.C
		}
	})
}
