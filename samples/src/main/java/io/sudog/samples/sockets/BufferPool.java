package io.sudog.samples.sockets;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import java.nio.ByteBuffer;

/**
 * Direct buffers for reuse, in a buffered channel: nobody waits for one, and what does not fit is
 * left to the collector. That frees direct memory late, which is why there is a pool at all.
 */
public final class BufferPool {
  private final Chan<ByteBuffer> free;
  private final int size;

  /**
   * Makes a pool.
   *
   * @param kept how many buffers it keeps, at most
   * @param size of each, in bytes
   */
  public BufferPool(int kept, int size) {
    free = Chan.make(kept);
    this.size = size;
  }

  /**
   * An empty buffer, to be given back.
   *
   * @return a used one, or a new one where there is none
   */
  public ByteBuffer take() {
    return free.tryReceive() instanceof Received.Value<ByteBuffer>(ByteBuffer used)
        ? used.clear()
        : ByteBuffer.allocateDirect(size);
  }

  /**
   * Takes a buffer back.
   *
   * @param buffer nobody uses it any more
   */
  public void giveBack(ByteBuffer buffer) {
    var _ = free.trySend(buffer);
  }
}
