package io.sudog.bench.kotlin

import io.sudog.bench.workload.B
import io.sudog.bench.workload.Checks.check
import io.sudog.bench.workload.Checks.shareOf
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.onTimeout
import kotlinx.coroutines.selects.select

private fun channels(n: Int, capacity: Int = Channel.RENDEZVOUS) =
    List(n) { Channel<Int>(capacity) }

/** A producer per channel; together these send n elements. */
private fun CoroutineScope.feed(n: Int, channels: List<SendChannel<Int>>) =
    channels.forEachIndexed { i, channel ->
        launch { repeat(shareOf(n, i, channels.size)) { channel.send(1) } }
    }

suspend fun selectSync(n: Int, of: Int) = coroutineScope {
    val channels = channels(of)
    feed(n, channels)
    var sum = 0L
    repeat(n) {
        sum += select<Int> { for (channel in channels) channel.onReceive { it } }
    }
    check(sum, n.toLong())
}

suspend fun selectUncontended(b: B, of: Int) =
    parallel(b) { rounds -> moveToken(channels(of, 1), rounds) }

suspend fun selectAsyncContended(b: B, of: Int) {
    val shared = channels(of, b.processors())
    parallel(b) { rounds -> moveToken(shared, rounds) }
}

/** Adds a token, then moves one from whichever channel has one to the next. */
private suspend fun moveToken(channels: List<Channel<Int>>, rounds: Int) {
    channels.first().send(1)
    repeat(rounds) {
        val chosen =
            select<Int> { for (i in channels.indices) channels[i].onReceive { i } }
        channels[(chosen + 1) % channels.size].send(1)
    }
}

suspend fun selectSyncContended(b: B, of: Int) = coroutineScope {
    val shared = channels(of)
    val done = Channel<Unit>()
    repeat(b.processors()) { launch { sendUntil(done, shared) } }
    parallel(b) { rounds ->
        var sum = 0L
        repeat(rounds) {
            sum += select<Int> { for (channel in shared) channel.onReceive { it } }
        }
        check(sum, rounds.toLong())
    }
    done.close()
}

private suspend fun sendUntil(done: ReceiveChannel<Unit>, channels: List<SendChannel<Int>>) {
    var going = true
    while (going) {
        going =
            select<Boolean> {
                for (channel in channels) channel.onSend(1) { true }
                done.onReceiveCatching { false }
            }
    }
}

@OptIn(ExperimentalCoroutinesApi::class)
suspend fun selectTimeout(n: Int) = coroutineScope {
    val channels = channels(1)
    feed(n, channels)
    val channel = channels.first()
    var sum = 0L
    repeat(n) {
        sum +=
            select<Int> {
                channel.onReceive { it }
                onTimeout(1.hours) { error("an hour has passed") }
            }
    }
    check(sum, n.toLong())
}
