package io.sudog.net;

import io.sudog.netpoll.PollDesc;
import io.sudog.sync.Mutex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP or Unix connection. An operation tries its non-blocking call, and waits at the poller where
 * that would block. The two locks queue those who want to go the same way; whoever gets one looks
 * first whether the connection is closed.
 */
final class StreamConn implements Conn {
  private final SocketChannel channel;
  private final PollDesc desc;
  private final Mutex readLock = new Mutex();
  private final Mutex writeLock = new Mutex();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private final SocketAddress local;
  private final SocketAddress remote;

  private StreamConn(SocketChannel channel, PollDesc desc) throws IOException {
    this.channel = channel;
    this.desc = desc;
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    local = channel.getLocalAddress();
    remote = channel.getRemoteAddress();
  }

  /** A connection that was accepted. */
  static StreamConn accepted(SocketChannel channel) throws IOException {
    return open(channel, null);
  }

  /** A connection that has been dialled through a descriptor. */
  static StreamConn dialled(SocketChannel channel, PollDesc desc) throws IOException {
    return open(channel, desc);
  }

  private static StreamConn open(SocketChannel channel, @Nullable PollDesc desc)
      throws IOException {
    boolean opened = false;
    try {
      channel.configureBlocking(false);
      PollDesc own = desc == null ? new PollDesc(channel, SelectionKey.OP_READ) : desc;
      StreamConn conn = new StreamConn(channel, own);
      opened = true;
      return conn;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    readLock.lock();
    try {
      desc.read.check();
      if (!into.hasRemaining()) {
        return 0;
      }
      while (true) {
        int n = into.isDirect() ? channel.read(into) : readThrough(into);
        if (n != 0) {
          return n;
        }
        desc.read.await();
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      readLock.unlock();
    }
  }

  private int readThrough(ByteBuffer into) throws IOException {
    ByteBuffer direct = Buffers.take();
    try {
      int n = channel.read(direct.limit(Math.min(into.remaining(), Buffers.SIZE)));
      into.put(direct.flip());
      return n;
    } finally {
      Buffers.giveBack(direct);
    }
  }

  private int read(byte[] into, int offset, int length) throws IOException {
    readLock.lock();
    try {
      desc.read.check();
      if (length == 0) {
        return 0;
      }
      while (true) {
        int n = readThrough(into, offset, length);
        if (n != 0) {
          return n;
        }
        desc.read.await();
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      readLock.unlock();
    }
  }

  private int readThrough(byte[] into, int offset, int length) throws IOException {
    ByteBuffer direct = Buffers.take();
    try {
      int n = channel.read(direct.limit(Math.min(length, Buffers.SIZE)));
      if (n > 0) {
        direct.get(0, into, offset, n);
      }
      return n;
    } finally {
      Buffers.giveBack(direct);
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    writeLock.lock();
    try {
      int before = from.remaining();
      desc.write.check();
      while (from.hasRemaining()) {
        int n = from.isDirect() ? channel.write(from) : writeThrough(from);
        if (n == 0) {
          desc.write.await();
        }
      }
      return before;
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      writeLock.unlock();
    }
  }

  private int writeThrough(ByteBuffer from) throws IOException {
    ByteBuffer direct = Buffers.take();
    try {
      int length = Math.min(from.remaining(), Buffers.SIZE);
      int n = channel.write(direct.put(0, from, from.position(), length).limit(length));
      from.position(from.position() + n);
      return n;
    } finally {
      Buffers.giveBack(direct);
    }
  }

  private void write(byte[] from, int offset, int length) throws IOException {
    writeLock.lock();
    try {
      desc.write.check();
      int written = 0;
      while (written < length) {
        int n = writeThrough(from, offset + written, length - written);
        written += n;
        if (n == 0) {
          desc.write.await();
        }
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      writeLock.unlock();
    }
  }

  private int writeThrough(byte[] from, int offset, int length) throws IOException {
    ByteBuffer direct = Buffers.take();
    try {
      int size = Math.min(length, Buffers.SIZE);
      return channel.write(direct.put(0, from, offset, size).limit(size));
    } finally {
      Buffers.giveBack(direct);
    }
  }

  private ClosedChannelException closed(ClosedChannelException e) {
    return desc.isClosed() && e.getCause() == null ? PollDesc.closedException() : e;
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void closeWrite() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  @Override
  public void setDeadline(@Nullable Instant when) throws IOException {
    setReadDeadline(when);
    setWriteDeadline(when);
  }

  @Override
  public void setReadDeadline(@Nullable Instant when) throws IOException {
    requireOpen();
    desc.read.setDeadline(when);
  }

  @Override
  public void setWriteDeadline(@Nullable Instant when) throws IOException {
    requireOpen();
    desc.write.setDeadline(when);
  }

  private void requireOpen() throws IOException {
    if (desc.isClosed()) {
      throw PollDesc.closedException();
    }
  }

  @Override
  public <T> Conn option(SocketOption<T> option, T value) throws IOException {
    requireOpen();
    channel.setOption(Objects.requireNonNull(option, "option"), value);
    return this;
  }

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public void close() throws IOException {
    var _ = desc.close();
  }

  @Override
  public String toString() {
    return "conn " + local + " to " + remote;
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      return StreamConn.this.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
      StreamConn.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      StreamConn.this.write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
      StreamConn.this.close();
    }
  }
}
