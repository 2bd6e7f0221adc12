/**
 * The in-process benchmarks, named as Go's own. They call the bodies of {@link
 * io.sudog.bench.workload.Workloads}: one JMH invocation is one run of a body inside the
 * scheduler's main goroutine, which the JMH thread waits for.
 *
 * <p>{@link io.sudog.bench.jmh.SteadyStateBenchmark} and {@link
 * io.sudog.bench.jmh.SelectSteadyStateBenchmark} are the ones to run with {@code -prof gc}: their
 * goroutines and channels live as long as the trial, so that whatever is allocated per operation is
 * allocated by the operation.
 */
@NullMarked
package io.sudog.bench.jmh;

import org.jspecify.annotations.NullMarked;
