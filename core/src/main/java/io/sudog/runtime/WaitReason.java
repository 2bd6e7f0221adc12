package io.sudog.runtime;

/** Why a goroutine is parked, in Go's words (they stand in dumps, and people search for them). */
public enum WaitReason {
  /** Waiting to receive from a channel. */
  CHAN_RECEIVE("chan receive"),
  /** Waiting to send to a channel. */
  CHAN_SEND("chan send"),
  /** Receiving from the nil channel: for ever. */
  CHAN_RECEIVE_NIL("chan receive (nil chan)"),
  /** Sending to the nil channel: for ever. */
  CHAN_SEND_NIL("chan send (nil chan)"),
  /** In a select with cases. */
  SELECT("select"),
  /** In a select without cases: for ever. */
  SELECT_NO_CASES("select (no cases)"),
  /** In {@code Go.sleep}. */
  SLEEP("sleep"),
  /** Waiting for a socket. */
  IO_WAIT("IO wait"),
  /** Waiting for a semaphore of the runtime. */
  SEMACQUIRE("semacquire"),
  /** Waiting for a Mutex. */
  MUTEX_LOCK("sync.Mutex.Lock"),
  /** Waiting to read under an RWMutex. */
  RWMUTEX_RLOCK("sync.RWMutex.RLock"),
  /** Waiting to write under an RWMutex. */
  RWMUTEX_LOCK("sync.RWMutex.Lock"),
  /** Waiting for a Cond. */
  COND_WAIT("sync.Cond.Wait"),
  /** Waiting for a WaitGroup. */
  WAITGROUP_WAIT("sync.WaitGroup.Wait"),
  /** Waiting for another goroutine's end; Go has no such wait, so the word is ours. */
  JOIN("join"),
  /** Waiting for a change of GOMAXPROCS. */
  GOMAXPROCS("GOMAXPROCS updater (idle)");

  private final String text;

  WaitReason(String text) {
    this.text = text;
  }

  /** Go's words. */
  @Override
  public String toString() {
    return text;
  }
}
