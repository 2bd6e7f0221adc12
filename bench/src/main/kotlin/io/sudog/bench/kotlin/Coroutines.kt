package io.sudog.bench.kotlin

import io.sudog.bench.workload.B
import io.sudog.bench.workload.Checks
import io.sudog.bench.workload.Checks.check
import io.sudog.bench.workload.LatencyWorkloads
import io.sudog.bench.workload.PuzzleWorkloads
import io.sudog.bench.workload.TimerWorkloads
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.yield

private const val BATCH = 100_000

/** A delay counts in milliseconds. */
private val gap = 1.milliseconds

/** Each coroutine starts the next and ends. */
suspend fun createChains(n: Int, chains: Int) = coroutineScope {
    val ended = List(chains) { CompletableDeferred<Unit>() }
    ended.forEach { link(n / chains, it) }
    ended.awaitAll()
}

private fun CoroutineScope.link(left: Int, ended: CompletableDeferred<Unit>) {
    launch { if (left == 0) ended.complete(Unit) else this@link.link(left - 1, ended) }
}

/** One coroutine starts all others. */
suspend fun createAll(n: Int) {
    for (done in 0 until n step BATCH) {
        coroutineScope { repeat(minOf(BATCH, n - done)) { launch {} } }
    }
}

suspend fun startAndJoin(b: B) =
    parallel(b) { n -> coroutineScope { repeat(n) { launch {}.join() } } }

suspend fun skynet(n: Int) =
    repeat(n) { check(node(0, PuzzleWorkloads.LEAVES), PuzzleWorkloads.SKYNET_SUM) }

private suspend fun node(first: Long, leaves: Int): Long {
    if (leaves == 1) return first
    val each = leaves / PuzzleWorkloads.CHILDREN
    return coroutineScope {
        List(PuzzleWorkloads.CHILDREN) { async { node(first + it.toLong() * each, each) } }
            .awaitAll()
            .sum()
    }
}

suspend fun mutexUncontended(b: B) =
    parallel(b) { n ->
        val mutex = Mutex()
        repeat(n) { mutex.withLock {} }
    }

suspend fun mutex(b: B, perProcessor: Int) {
    val mutex = Mutex()
    var locked = 0L
    share(b, perProcessor * b.processors()) { n -> repeat(n) { mutex.withLock { locked++ } } }
    check(locked, b.n().toLong())
}

/** A timer is a coroutine that delays; started undispatched, it has its timer before the next line. */
suspend fun stopDelay(b: B) = coroutineScope {
    val others =
        List(TimerWorkloads.BALLAST * b.processors()) {
            launch(start = CoroutineStart.UNDISPATCHED) { delay(1.hours) }
        }
    b.resetTimer()
    parallel(b) { n ->
        coroutineScope {
            repeat(n) {
                val timer = launch(start = CoroutineStart.UNDISPATCHED) { delay(1.seconds) }
                timer.cancel()
            }
        }
    }
    b.stopTimer()
    others.forEach { it.cancel() }
}

/** Many coroutines sleep at once, and each notes how late it went on. */
suspend fun sleepers(b: B, sleepers: Int) {
    val late = LongArray(sleepers)
    repeat(b.n()) {
        coroutineScope {
            repeat(sleepers) {
                launch {
                    val sleep = LatencyWorkloads.sleepMillis(it).milliseconds
                    val start = System.nanoTime()
                    delay(sleep)
                    late[it] = System.nanoTime() - start - sleep.inWholeNanoseconds
                }
            }
        }
    }
    Checks.reportLateness(b, late)
}

suspend fun wakeIdle(b: B) {
    val late = LongArray(b.n())
    coroutineScope {
        val sent = Channel<Long>()
        launch { for (i in late.indices) late[i] = -sent.receive() + System.nanoTime() }
        repeat(late.size) {
            delay(gap)
            sent.send(System.nanoTime())
        }
    }
    Checks.reportLateness(b, late)
}

suspend fun wakeBusy(b: B) = coroutineScope {
    val busy =
        List(LatencyWorkloads.BUSY * b.processors()) {
            launch {
                var x = 1L
                while (isActive) {
                    x = LatencyWorkloads.compute(x)
                    yield()
                }
            }
        }
    wakeIdle(b)
    busy.forEach { it.cancel() }
}
