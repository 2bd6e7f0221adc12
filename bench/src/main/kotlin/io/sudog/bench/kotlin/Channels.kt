package io.sudog.bench.kotlin

import io.sudog.bench.workload.B
import io.sudog.bench.workload.Checks.check
import io.sudog.bench.workload.Checks.shareOf
import io.sudog.bench.workload.Checks.smallValue
import io.sudog.bench.workload.Checks.sumOfSmallValues
import io.sudog.bench.workload.PuzzleWorkloads
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.channels.produce
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

private const val BATCH = 100

private val sink = AtomicReference<Channel<Int>>()

suspend fun pingPong(n: Int) = coroutineScope {
    val ping = Channel<Int>()
    val pong = Channel<Int>()
    launch { repeat(n) { pong.send(ping.receive()) } }
    repeat(n) {
        ping.send(1)
        pong.receive()
    }
}

suspend fun pair(n: Int, capacity: Int) {
    val channel = Channel<Int>(capacity)
    repeat(n) {
        channel.send(1)
        channel.receive()
    }
}

suspend fun oneToOne(n: Int, capacity: Int) = coroutineScope {
    val channel = Channel<Int>(capacity)
    launch {
        repeat(n) { channel.send(smallValue(it)) }
        channel.close()
    }
    check(sum(channel), sumOfSmallValues(n))
}

private suspend fun sum(channel: ReceiveChannel<Int>): Long {
    var sum = 0L
    for (v in channel) sum += v
    return sum
}

suspend fun manyToMany(b: B, each: Int, capacity: Int) = coroutineScope {
    val channel = Channel<Int>(capacity)
    val sums = List(each) { async { sum(channel) } }
    share(b, each) { n -> repeat(n) { channel.send(1) } }
    channel.close()
    check(sums.awaitAll().sum(), b.n().toLong())
}

suspend fun chanUncontended(b: B) =
    parallel(b) { rounds ->
        val channel = Channel<Int>(BATCH)
        repeat(rounds) {
            repeat(BATCH) { channel.send(1) }
            repeat(BATCH) { channel.receive() }
        }
    }

suspend fun chanNonblocking(b: B) {
    val channel = Channel<Int>()
    parallel(b) { tries ->
        var received = 0L
        repeat(tries) { if (channel.tryReceive().isSuccess) received++ }
        check(received, 0)
    }
}

fun makeChan(n: Int) = repeat(n) { sink.setRelease(Channel(8)) }

suspend fun chanCreation(b: B) =
    parallel(b) { channels ->
        repeat(channels) {
            val channel = Channel<Int>(1)
            channel.send(1)
            channel.receive()
        }
    }

suspend fun chain(b: B, length: Int) = coroutineScope {
    val first = Channel<Int>()
    var last = first
    repeat(length) {
        val left = last
        val right = Channel<Int>()
        launch { forward(left, right) }
        last = right
    }
    first.send(1)
    last.receive() // now every coroutine has been started and waits
    b.resetTimer()
    for (hops in 0 until b.n() step length) {
        first.send(1)
        last.receive()
    }
    b.stopTimer()
    first.close()
}

private suspend fun forward(left: ReceiveChannel<Int>, right: SendChannel<Int>) {
    for (v in left) right.send(v)
    right.close()
}

@OptIn(ExperimentalCoroutinesApi::class)
suspend fun sieve(n: Int) =
    repeat(n) {
        coroutineScope {
            var left = produce { for (v in 2..PuzzleWorkloads.LAST_PRIME) send(v) }
            var primes = 0L
            while (true) {
                val prime = left.receiveCatching().getOrNull() ?: break
                primes++
                left = filter(left, prime)
            }
            check(primes, PuzzleWorkloads.PRIMES.toLong())
        }
    }

@OptIn(ExperimentalCoroutinesApi::class)
private fun CoroutineScope.filter(numbers: ReceiveChannel<Int>, prime: Int) = produce {
    for (v in numbers) if (v % prime != 0) send(v)
}

/** Runs a coroutine per processor, each with its share of the operations. */
suspend fun parallel(b: B, body: suspend (Int) -> Unit) = share(b, b.processors(), body)

/** Runs so many coroutines, each with its share of the operations. */
suspend fun share(b: B, coroutines: Int, body: suspend (Int) -> Unit) = coroutineScope {
    repeat(coroutines) { launch { body(shareOf(b.n(), it, coroutines)) } }
}
