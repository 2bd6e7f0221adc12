package io.sudog.verify.lincheck.sync;

import io.sudog.verify.lincheck.Ending;

/**
 * Two bounds that waits are made with. A bounded operation changes nothing that others return, so
 * it is correct to end early from the moment its bound has ended, and to succeed if its bound had
 * not ended when it began.
 */
final class Bounds {
  private final Ending[] endings = {new Ending(), new Ending()};

  Ending get(int i) {
    return endings[i];
  }

  void end(int i) {
    endings[i].end();
  }

  /** The same of one thread: what a bounded operation returns. */
  static final class Spec {
    private final boolean[] ended = new boolean[2];

    void end(int i) {
      ended[i] = true;
    }

    String outcome(int i) {
      return ended[i] ? "ended" : "done";
    }
  }
}
