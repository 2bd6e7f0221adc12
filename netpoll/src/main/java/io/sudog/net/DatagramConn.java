package io.sudog.net;

import io.sudog.netpoll.PollDesc;
import io.sudog.sync.Mutex;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A UDP socket. */
final class DatagramConn implements PacketConn {
  private final DatagramChannel channel;
  private final PollDesc desc;
  private final Mutex readLock = new Mutex();
  private final Mutex writeLock = new Mutex();
  private final SocketAddress local;

  private DatagramConn(DatagramChannel channel) throws IOException {
    this.channel = channel;
    this.desc = new PollDesc(channel, SelectionKey.OP_READ);
    this.local = channel.getLocalAddress();
  }

  static DatagramConn bind(SocketAddress to) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    boolean bound = false;
    try {
      channel.configureBlocking(false);
      channel.bind(to);
      DatagramConn conn = new DatagramConn(channel);
      bound = true;
      return conn;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  @Override
  public SocketAddress receive(ByteBuffer into) throws IOException {
    readLock.lock();
    try {
      desc.read.check();
      while (true) {
        SocketAddress from = channel.receive(into);
        if (from != null) {
          return from;
        }
        desc.read.await();
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public int send(ByteBuffer packet, SocketAddress to) throws IOException {
    writeLock.lock();
    try {
      desc.write.check();
      int size = packet.remaining();
      while (true) {
        int n = channel.send(packet, to);
        if (n > 0 || size == 0) {
          return n;
        }
        desc.write.await();
      }
    } catch (ClosedChannelException e) {
      throw closed(e);
    } finally {
      writeLock.unlock();
    }
  }

  private ClosedChannelException closed(ClosedChannelException e) {
    return desc.isClosed() && e.getCause() == null ? PollDesc.closedException() : e;
  }

  @Override
  public SocketAddress localAddress() {
    return local;
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
  public void close() throws IOException {
    if (desc.close()) {
      desc.awaitReleased();
    }
  }

  @Override
  public String toString() {
    return "packet conn on " + local;
  }
}
