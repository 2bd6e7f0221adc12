package io.sudog.samples.heartbeat;

import io.sudog.channels.ReceiveChan;
import io.sudog.time.Timer;
import java.time.Duration;

/** Goes off unless it is set anew in time. */
interface Alarm {
  /** Where it goes off. */
  ReceiveChan<?> channel();

  /** Sets it anew. What it may have to say from before is not said any more. */
  void reset();

  /** An alarm that goes off when it was not set anew for a time. */
  static Alarm after(Duration limit) {
    Timer timer = Timer.start(limit);
    return new Alarm() {
      @Override
      public ReceiveChan<?> channel() {
        return timer.channel();
      }

      @Override
      public void reset() {
        var _ = timer.reset(limit);
      }
    };
  }
}
