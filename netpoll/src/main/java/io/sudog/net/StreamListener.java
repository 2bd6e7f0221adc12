package io.sudog.net;

import io.sudog.core.Go;
import io.sudog.netpoll.PollDesc;
import io.sudog.sync.Mutex;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Listens on a TCP or Unix socket. */
final class StreamListener implements Listener {
  // What Go's net/http waits when a descriptor is wanting: from 5 ms, doubling to 1 s.
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final int BACKLOG = 4096;

  private final ServerSocketChannel channel;
  private final PollDesc desc;
  private final Mutex lock = new Mutex();
  private final SocketAddress address;

  private StreamListener(ServerSocketChannel channel) throws IOException {
    this.channel = channel;
    this.desc = new PollDesc(channel, SelectionKey.OP_ACCEPT);
    this.address = channel.getLocalAddress();
  }

  static StreamListener bind(ServerSocketChannel channel, SocketAddress to) throws IOException {
    boolean bound = false;
    try {
      channel.configureBlocking(false);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      channel.bind(to, BACKLOG);
      StreamListener listener = new StreamListener(channel);
      bound = true;
      return listener;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  @Override
  public Conn accept() throws IOException {
    lock.lock();
    try {
      Duration pause = SHORTEST;
      while (true) {
        desc.read.check();
        try {
          SocketChannel accepted = channel.accept();
          if (accepted != null) {
            return StreamConn.accepted(accepted);
          }
          desc.read.await();
        } catch (IOException e) {
          if (!isOutOfDescriptors(e)) {
            throw e;
          }
          Go.sleep(pause);
          pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
      }
    } catch (ClosedChannelException e) {
      throw desc.isClosed() && e.getCause() == null ? PollDesc.closedException() : e;
    } finally {
      lock.unlock();
    }
  }

  /** EMFILE and ENFILE, which NIO passes on as a message only. */
  private static boolean isOutOfDescriptors(IOException e) {
    String message = e.getMessage();
    return message != null && message.startsWith("Too many open files");
  }

  @Override
  public void setDeadline(@Nullable Instant when) throws IOException {
    if (desc.isClosed()) {
      throw PollDesc.closedException();
    }
    desc.read.setDeadline(when);
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    if (desc.close()) {
      desc.awaitReleased();
      if (address instanceof UnixDomainSocketAddress unix) {
        Files.deleteIfExists(unix.getPath());
      }
    }
  }

  @Override
  public String toString() {
    return "listener on " + address;
  }
}
