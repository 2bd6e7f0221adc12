package io.sudog.bench.kotlin

import io.sudog.bench.workload.B
import io.sudog.bench.workload.Library
import io.sudog.bench.workload.Workload
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Coroutines on [Dispatchers.Default], which the command line gives its processors. */
class KotlinLibrary(processors: Int) : Library {
    init {
        require(processors >= 1) { "processors: $processors" }
    }

    override fun body(workload: String): Workload.Body =
        requireNotNull(bodies[workload]) { "no such workload of Kotlin's: $workload" }

    override fun run(body: Workload.Body, b: B) = body.run(b)

    override fun park(n: Int, started: AtomicInteger): Library.Parked {
        val gate = Channel<Int>()
        val scope = CoroutineScope(Dispatchers.Default)
        val parked =
            List(n) {
                scope.launch {
                    started.getAndIncrement()
                    gate.receiveCatching()
                }
            }
        return Library.Parked {
            gate.close()
            runBlocking { parked.joinAll() }
        }
    }

    companion object {
        private val bodies: Map<String, Workload.Body> =
            mapOf(
                "PingPong" to body { pingPong(it.n()) },
                "Pair1" to body { pair(it.n(), 1) },
                "Pair128" to body { pair(it.n(), 128) },
                "OneToOne0" to body { oneToOne(it.n(), Channel.RENDEZVOUS) },
                "OneToOne1" to body { oneToOne(it.n(), 1) },
                "OneToOne16" to body { oneToOne(it.n(), 16) },
                "OneToOne128" to body { oneToOne(it.n(), 128) },
                "ManyToMany4Cap0" to body { manyToMany(it, 4, Channel.RENDEZVOUS) },
                "ManyToMany4Cap16" to body { manyToMany(it, 4, 16) },
                "ManyToMany4Cap128" to body { manyToMany(it, 4, 128) },
                "ManyToMany100Cap0" to body { manyToMany(it, 100, Channel.RENDEZVOUS) },
                "ManyToMany100Cap16" to body { manyToMany(it, 100, 16) },
                "ManyToMany100Cap128" to body { manyToMany(it, 100, 128) },
                "ChanUncontended" to body { chanUncontended(it) },
                "ChanNonblocking" to body { chanNonblocking(it) },
                "MakeChan" to body { makeChan(it.n()) },
                "ChanCreation" to body { chanCreation(it) },
                "CreateGoroutines" to body { createChains(it.n(), 1) },
                "CreateGoroutinesParallel" to body { createChains(it.n(), it.processors()) },
                "CreateGoroutinesSingle" to body { createAll(it.n()) },
                "Chain1000" to body { chain(it, 1_000) },
                "Chain10000" to body { chain(it, 10_000) },
                "Sieve" to body { sieve(it.n()) },
                "Skynet" to body { skynet(it.n()) },
                "SelectSync2" to body { selectSync(it.n(), 2) },
                "SelectSync8" to body { selectSync(it.n(), 8) },
                "SelectUncontended2" to body { selectUncontended(it, 2) },
                "SelectUncontended8" to body { selectUncontended(it, 8) },
                "SelectSyncContended2" to body { selectSyncContended(it, 2) },
                "SelectSyncContended3" to body { selectSyncContended(it, 3) },
                "SelectSyncContended8" to body { selectSyncContended(it, 8) },
                "SelectAsyncContended2" to body { selectAsyncContended(it, 2) },
                "SelectAsyncContended8" to body { selectAsyncContended(it, 8) },
                "SelectTimeout" to body { selectTimeout(it.n()) },
                "MutexUncontended" to body { mutexUncontended(it) },
                "Mutex" to body { mutex(it, 1) },
                "MutexSlack" to body { mutex(it, 10) },
                "WaitGroupActuallyWait" to body { startAndJoin(it) },
                "TimerStopFunc" to body { stopDelay(it) },
                "Sleepers100000" to body { sleepers(it, 100_000) },
                "WakeIdle" to body { wakeIdle(it) },
                "WakeBusy" to body { wakeBusy(it) },
            )

        /** What it has bodies for. */
        @JvmStatic fun workloads(): Set<String> = bodies.keys

        private fun body(work: suspend CoroutineScope.(B) -> Unit) =
            Workload.Body { b ->
                runBlocking(Dispatchers.Default) {
                    b.startTimer()
                    work(b)
                    b.stopTimer()
                }
            }
    }
}
