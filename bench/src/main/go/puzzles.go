package main

import "testing"

const (
	lastPrime = 541 // the hundredth
	leaves    = 100_000
	children  = 10
)

// sieve measures the first hundred primes, found by a goroutine for each.
func sieve(b *testing.B) {
	for i := 0; i < b.N; i++ {
		c := make(chan int)
		go func(candidates chan<- int) {
			for v := 2; v <= lastPrime; v++ {
				candidates <- v
			}
			close(candidates)
		}(c)
		primes := 0
		for prime, ok := <-c; ok; prime, ok = <-c {
			primes++
			next := make(chan int)
			go filter(c, next, prime)
			c = next
		}
		checkSum(b, primes, 100)
	}
}

// filter lets pass what the divisor does not divide.
func filter(in <-chan int, out chan<- int, divisor int) {
	for v := range in {
		if v%divisor != 0 {
			out <- v
		}
	}
	close(out)
}

// skynet measures a tree of goroutines that adds up the numbers of its leaves.
func skynet(b *testing.B) {
	for i := 0; i < b.N; i++ {
		result := make(chan int)
		go node(result, 0, leaves)
		checkSum(b, <-result, leaves*(leaves-1)/2)
	}
}

func node(parent chan<- int, first, size int) {
	if size == 1 {
		parent <- first
		return
	}
	results := make(chan int)
	for i := 0; i < children; i++ {
		go node(results, first+i*(size/children), size/children)
	}
	sum := 0
	for i := 0; i < children; i++ {
		sum += <-results
	}
	parent <- sum
}
