package main

import (
	"runtime"
	"sync"
	"testing"
)

// mutexUncontended measures a mutex of a goroutine's own.
func mutexUncontended(b *testing.B) {
	type padded struct {
		sync.Mutex
		_ [128]byte
	}
	parallel(b, func(n int) {
		var mu padded
		for ; n > 0; n-- {
			mu.Lock()
			mu.Unlock()
		}
	})
}

// mutex measures one mutex shared by goroutines, so many per processor.
func mutex(b *testing.B, perProcessor int) {
	var mu sync.Mutex
	share(b, perProcessor*runtime.GOMAXPROCS(0), func(n int) {
		for ; n > 0; n-- {
			mu.Lock()
			mu.Unlock()
		}
	})
}

// rwMutexUncontended measures a lock of a goroutine's own.
func rwMutexUncontended(b *testing.B) {
	type padded struct {
		sync.RWMutex
		_ [128]byte
	}
	parallel(b, func(n int) {
		var rw padded
		for ; n > 0; n-- {
			rw.RLock()
			rw.RLock()
			rw.RUnlock()
			rw.RUnlock()
			rw.Lock()
			rw.Unlock()
		}
	})
}

// rwMutexWrite measures one lock of which one in so many is a write lock.
func rwMutexWrite(b *testing.B, oneIn int) {
	var rw sync.RWMutex
	parallel(b, func(n int) {
		for i := 1; i <= n; i++ {
			if i%oneIn == 0 {
				rw.Lock()
				rw.Unlock()
			} else {
				rw.RLock()
				rw.RUnlock()
			}
		}
	})
}

// waitGroupUncontended measures a group of a goroutine's own that nobody waits
// for long.
func waitGroupUncontended(b *testing.B) {
	type padded struct {
		sync.WaitGroup
		_ [128]byte
	}
	parallel(b, func(n int) {
		var wg padded
		for ; n > 0; n-- {
			wg.Add(1)
			wg.Done()
			wg.Wait()
		}
	})
}

// waitGroupAddDone measures one group that is shared.
func waitGroupAddDone(b *testing.B) {
	var wg sync.WaitGroup
	parallel(b, func(n int) {
		for ; n > 0; n-- {
			wg.Add(1)
			wg.Done()
		}
	})
}

// waitGroupActuallyWait measures the wait for a goroutine just started.
func waitGroupActuallyWait(b *testing.B) {
	parallel(b, func(n int) {
		for ; n > 0; n-- {
			var wg sync.WaitGroup
			wg.Add(1)
			go func() { wg.Done() }()
			wg.Wait()
		}
	})
}

// cond measures rounds in which so many goroutines wait for one more.
func cond(b *testing.B, waiters int) {
	c := sync.NewCond(&sync.Mutex{})
	id := 0
	var all sync.WaitGroup
	for g := 0; g < waiters+1; g++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := 0; i < b.N; i++ {
				c.L.Lock()
				if id == -1 {
					c.L.Unlock()
					break
				}
				id++
				if id == waiters+1 {
					id = 0
					c.Broadcast()
				} else {
					c.Wait()
				}
				c.L.Unlock()
			}
			c.L.Lock()
			id = -1
			c.Broadcast()
			c.L.Unlock()
		}()
	}
	all.Wait()
}
