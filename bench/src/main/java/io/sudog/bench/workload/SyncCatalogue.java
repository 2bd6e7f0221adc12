package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about locks and groups. */
final class SyncCatalogue {
  static final List<Workload> ALL =
      List.of(
          loop(
              "MutexUncontended",
              "a goroutine per processor, a mutex each; op: lock and unlock",
              SyncWorkloads::mutexUncontended),
          loop(
              "Mutex",
              "a goroutine per processor, one mutex; op: lock and unlock",
              b -> SyncWorkloads.mutex(b, 1)),
          loop(
              "MutexSlack",
              "10 goroutines per processor, one mutex; op: lock and unlock",
              b -> SyncWorkloads.mutex(b, 10)),
          loop(
              "RWMutexUncontended",
              "a goroutine per processor, a lock each; op: lock for reading twice, unlock twice,"
                  + " lock, unlock",
              SyncWorkloads::rwMutexUncontended),
          loop(
              "RWMutexWrite100",
              "a goroutine per processor, one lock, 1 in 100 for writing; op: lock and unlock",
              b -> SyncWorkloads.rwMutexWrite(b, 100)),
          loop(
              "WaitGroupUncontended",
              "a goroutine per processor, a group each; op: add, done, wait",
              SyncWorkloads::waitGroupUncontended),
          loop(
              "WaitGroupAddDone",
              "a goroutine per processor, one group; op: add and done",
              SyncWorkloads::waitGroupAddDone),
          loop(
              "WaitGroupActuallyWait",
              "a goroutine per processor, each starts one that is done at once and waits for it;"
                  + " op: all that",
              SyncWorkloads::waitGroupActuallyWait),
          loop(
              "Cond4",
              "4 goroutines wait for a fifth, which wakes them; op: a round",
              b -> SyncWorkloads.cond(b, 4)));

  private SyncCatalogue() {}
}
