package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// feed starts a goroutine per channel; together they send b.N elements.
func feed(b *testing.B, channels int) []chan int {
	fed := makeChans(channels, 0)
	for i, c := range fed {
		c, share := c, shareOf(b.N, i, channels)
		go func() {
			for ; share > 0; share-- {
				c <- 1
			}
		}()
	}
	return fed
}

func makeChans(n, capacity int) []chan int {
	made := make([]chan int, n)
	for i := range made {
		made[i] = make(chan int, capacity)
	}
	return made
}

func checkSum(b *testing.B, sum, want int) {
	if sum != want {
		b.Errorf("sum is %d, want %d", sum, want)
	}
}

// selectSync2 measures a consumer that selects over two unbuffered channels
// with a producer each.
func selectSync2(b *testing.B) {
	fed := feed(b, 2)
	c0, c1 := fed[0], fed[1]
	sum := 0
	for i := 0; i < b.N; i++ {
		select {
		case v := <-c0:
			sum += v
		case v := <-c1:
			sum += v
		}
	}
	checkSum(b, sum, b.N)
}

// selectSync8 measures the same with eight channels.
func selectSync8(b *testing.B) {
	fed := feed(b, 8)
	c0, c1, c2, c3, c4, c5, c6, c7 := fed[0], fed[1], fed[2], fed[3], fed[4], fed[5], fed[6], fed[7]
	sum := 0
	for i := 0; i < b.N; i++ {
		select {
		case v := <-c0:
			sum += v
		case v := <-c1:
			sum += v
		case v := <-c2:
			sum += v
		case v := <-c3:
			sum += v
		case v := <-c4:
			sum += v
		case v := <-c5:
			sum += v
		case v := <-c6:
			sum += v
		case v := <-c7:
			sum += v
		}
	}
	checkSum(b, sum, b.N)
}

// selectUncontended2 measures a token that goes to and fro between two channels
// of a goroutine's own.
func selectUncontended2(b *testing.B) {
	parallel(b, func(rounds int) {
		c0, c1 := make(chan int, 1), make(chan int, 1)
		c0 <- 1
		for ; rounds > 0; rounds-- {
			select {
			case v := <-c0:
				c1 <- v
			case v := <-c1:
				c0 <- v
			}
		}
	})
}

// selectUncontended8 measures a token that goes round eight channels of a
// goroutine's own.
func selectUncontended8(b *testing.B) {
	parallel(b, func(rounds int) {
		own := makeChans(8, 1)
		own[0] <- 1
		roundAbout8(own, rounds)
	})
}

// roundAbout8 moves a token from whichever channel has one to the next.
func roundAbout8(c []chan int, rounds int) {
	c0, c1, c2, c3, c4, c5, c6, c7 := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
	for ; rounds > 0; rounds-- {
		select {
		case v := <-c0:
			c1 <- v
		case v := <-c1:
			c2 <- v
		case v := <-c2:
			c3 <- v
		case v := <-c3:
			c4 <- v
		case v := <-c4:
			c5 <- v
		case v := <-c5:
			c6 <- v
		case v := <-c6:
			c7 <- v
		case v := <-c7:
			c0 <- v
		}
	}
}

// selectAsyncContended2 measures tokens, one for each goroutine, that go to and
// fro between two shared channels.
func selectAsyncContended2(b *testing.B) {
	procs := runtime.GOMAXPROCS(0)
	c0, c1 := make(chan int, procs), make(chan int, procs)
	parallel(b, func(rounds int) {
		c0 <- 1
		for ; rounds > 0; rounds-- {
			select {
			case v := <-c0:
				c1 <- v
			case v := <-c1:
				c0 <- v
			}
		}
	})
}

// selectAsyncContended8 measures the same with eight channels.
func selectAsyncContended8(b *testing.B) {
	shared := makeChans(8, runtime.GOMAXPROCS(0))
	parallel(b, func(rounds int) {
		shared[0] <- 1
		roundAbout8(shared, rounds)
	})
}

// selectSyncContended2 measures meetings of two selects on two shared channels.
func selectSyncContended2(b *testing.B) {
	c0, c1 := make(chan int), make(chan int)
	done := make(chan bool)
	var helpers sync.WaitGroup
	parallel(b, func(rounds int) {
		helpers.Add(1)
		go func() {
			defer helpers.Done()
			for {
				select {
				case c0 <- 1:
				case c1 <- 1:
				case <-done:
					return
				}
			}
		}()
		for ; rounds > 0; rounds-- {
			select {
			case <-c0:
			case <-c1:
			}
		}
	})
	close(done)
	helpers.Wait()
}

// selectSyncContended3 measures the same with three channels.
func selectSyncContended3(b *testing.B) {
	c0, c1, c2 := make(chan int), make(chan int), make(chan int)
	done := make(chan bool)
	var helpers sync.WaitGroup
	parallel(b, func(rounds int) {
		helpers.Add(1)
		go func() {
			defer helpers.Done()
			for {
				select {
				case c0 <- 1:
				case c1 <- 1:
				case c2 <- 1:
				case <-done:
					return
				}
			}
		}()
		for ; rounds > 0; rounds-- {
			select {
			case <-c0:
			case <-c1:
			case <-c2:
			}
		}
	})
	close(done)
	helpers.Wait()
}

// selectSyncContended8 measures the same with eight channels.
func selectSyncContended8(b *testing.B) {
	c := makeChans(8, 0)
	c0, c1, c2, c3, c4, c5, c6, c7 := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
	done := make(chan bool)
	var helpers sync.WaitGroup
	parallel(b, func(rounds int) {
		helpers.Add(1)
		go func() {
			defer helpers.Done()
			for {
				select {
				case c0 <- 1:
				case c1 <- 1:
				case c2 <- 1:
				case c3 <- 1:
				case c4 <- 1:
				case c5 <- 1:
				case c6 <- 1:
				case c7 <- 1:
				case <-done:
					return
				}
			}
		}()
		for ; rounds > 0; rounds-- {
			select {
			case <-c0:
			case <-c1:
			case <-c2:
			case <-c3:
			case <-c4:
			case <-c5:
			case <-c6:
			case <-c7:
			}
		}
	})
	close(done)
	helpers.Wait()
}

// selectDefault2 measures selects over two channels that are never ready, with
// a default.
func selectDefault2(b *testing.B) {
	c0, c1 := make(chan int), make(chan int)
	parallel(b, func(tries int) {
		received := 0
		for ; tries > 0; tries-- {
			select {
			case v := <-c0:
				received += v
			case v := <-c1:
				received += v
			default:
			}
		}
		checkSum(b, received, 0)
	})
}

// selectDefault8 measures the same with eight channels.
func selectDefault8(b *testing.B) {
	c := makeChans(8, 0)
	c0, c1, c2, c3, c4, c5, c6, c7 := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
	parallel(b, func(tries int) {
		received := 0
		for ; tries > 0; tries-- {
			select {
			case v := <-c0:
				received += v
			case v := <-c1:
				received += v
			case v := <-c2:
				received += v
			case v := <-c3:
				received += v
			case v := <-c4:
				received += v
			case v := <-c5:
				received += v
			case v := <-c6:
				received += v
			case v := <-c7:
				received += v
			default:
			}
		}
		checkSum(b, received, 0)
	})
}

// selectTimeout measures a wait for an element that is to come within an hour,
// an hour from now each time.
func selectTimeout(b *testing.B) {
	c := feed(b, 1)[0]
	for i := 0; i < b.N; i++ {
		timeout := time.NewTimer(time.Hour)
		select {
		case <-c:
			timeout.Stop()
		case <-timeout.C:
			b.Fatal("an hour has passed")
		}
	}
}

// selectTimeoutReset measures the same with one timer that is set anew.
func selectTimeoutReset(b *testing.B) {
	c := feed(b, 1)[0]
	timeout := time.NewTimer(time.Hour)
	defer timeout.Stop()
	for i := 0; i < b.N; i++ {
		timeout.Reset(time.Hour) // has not fired, so there is nothing to drain in any version of Go
		select {
		case <-c:
		case <-timeout.C:
			b.Fatal("an hour has passed")
		}
	}
}

// selectProdCons measures elements from producers to consumers that do some
// work of their own, each operation in a select with a timer and a channel that
// are never ready.
func selectProdCons(b *testing.B) {
	const stop = 0
	procs := runtime.GOMAXPROCS(0)
	var left, consumed atomic.Int64
	left.Store(int64(b.N))
	items := make(chan int, 128)
	closing := make(chan bool)
	results := make(chan int64, 2*procs)
	for p := 0; p < procs; p++ {
		go func() {
			result := int64(0)
			timeout := time.After(time.Hour)
			for n := left.Add(-batch) + batch; n > 0; n = left.Add(-batch) + batch {
				for i := int64(0); i < n && i < batch; i++ {
					result = localWork(result)
					select {
					case items <- 1:
					case <-timeout:
					case <-closing:
					}
				}
			}
			items <- stop
			results <- result
		}()
		go func() {
			result, received := int64(0), int64(0)
			timeout := time.After(time.Hour)
		consume:
			for {
				select {
				case v := <-items:
					if v == stop {
						break consume
					}
					received++
				case <-timeout:
				case <-closing:
				}
				result = localWork(result)
			}
			consumed.Add(received)
			results <- result
		}()
	}
	work := int64(0)
	for i := 0; i < 2*procs; i++ {
		work += <-results
	}
	checkSum(b, int(consumed.Load()), b.N)
	checkSum(b, int(work%4), 0) // else nobody would need the work
}

// localWork takes a hundred steps that depend on each other. Modulo 4 each adds
// 3, so what was a multiple of 4 still is one.
func localWork(seed int64) int64 {
	x := seed
	for i := 0; i < 100; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}
