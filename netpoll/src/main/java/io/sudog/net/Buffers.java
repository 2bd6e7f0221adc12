package io.sudog.net;

import java.nio.ByteBuffer;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Direct buffers between byte arrays and sockets. The channels of the JDK copy through direct
 * buffers of their own otherwise, as large as what the caller offers, and a wrapper for each array
 * would be garbage for each message.
 */
final class Buffers {
  /** The most that is copied at once: a heap buffer goes to the socket in pieces of this size. */
  static final int SIZE = 1 << 16;

  // Held only while a system call is under way, never in a wait: a few per core suffice.
  private static final MpmcArrayQueue<ByteBuffer> FREE = new MpmcArrayQueue<>(64);

  private Buffers() {}

  /** An empty buffer, to be given back. */
  static ByteBuffer take() {
    ByteBuffer free = FREE.poll();
    return free == null ? ByteBuffer.allocateDirect(SIZE) : free.clear();
  }

  static void giveBack(ByteBuffer buffer) {
    // Where there are many already, one less does no harm.
    var _ = FREE.offer(buffer);
  }
}
