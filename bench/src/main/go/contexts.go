package main

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"
)

type key struct{ name string }

// cancelChild measures children of one parent that are cancelled at once.
func cancelChild(b *testing.B) {
	parent, cancelParent := context.WithCancel(context.Background())
	defer cancelParent()
	parallel(b, func(n int) {
		for ; n > 0; n-- {
			_, cancel := context.WithCancel(parent)
			cancel()
		}
	})
}

// withTimeout measures ten contexts at a time that end in an hour and are
// cancelled before, while so many others are alive.
func withTimeout(b *testing.B, alive int) {
	const some = 10
	root := context.Background()
	procs := runtime.GOMAXPROCS(0)
	others := make([][]context.CancelFunc, procs)
	var started sync.WaitGroup
	started.Add(procs)
	for p := range others {
		p := p
		go func() {
			defer started.Done()
			others[p] = make([]context.CancelFunc, shareOf(alive, p, procs))
			for i := range others[p] {
				_, others[p][i] = context.WithTimeout(root, time.Hour)
			}
		}()
	}
	started.Wait()
	b.ResetTimer()
	parallel(b, func(n int) {
		cancels := make([]context.CancelFunc, some)
		for ; n > 0; n-- {
			for i := range cancels {
				_, cancels[i] = context.WithTimeout(root, time.Hour)
			}
			for _, cancel := range cancels {
				cancel()
			}
		}
	})
	b.StopTimer()
	for _, cancels := range others {
		for _, cancel := range cancels {
			cancel()
		}
	}
}

// cancelTree measures a chain of contexts that is made and cancelled at its
// root.
func cancelTree(b *testing.B, depth int) {
	for i := 0; i < b.N; i++ {
		root, cancel := context.WithCancel(context.Background())
		ctx := root
		for d := 0; d < depth; d++ {
			child, cancelChild := context.WithCancel(ctx)
			_ = cancelChild // the root's is enough
			ctx = child
		}
		cancel()
		if ctx.Err() == nil {
			b.Fatal("the lowest context goes on")
		}
	}
}

// errOK measures the question whether a context has ended that goes on.
func errOK(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for i := 0; i < b.N; i++ {
		if err := ctx.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

// errCanceled measures the same for a context that has ended.
func errCanceled(b *testing.B) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for i := 0; i < b.N; i++ {
		if ctx.Err() == nil {
			b.Fatal("the context goes on")
		}
	}
}

// deepValue measures the search for a value that none of so many contexts has.
func deepValue(b *testing.B, depth int) {
	ctx := context.Background()
	for d := 0; d < depth; d++ {
		ctx = context.WithValue(ctx, &key{"present"}, d)
	}
	absent := &key{"absent"}
	for i := 0; i < b.N; i++ {
		if ctx.Value(absent) != nil {
			b.Fatal("found what nobody has put there")
		}
	}
}
