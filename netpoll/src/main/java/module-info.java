import io.sudog.netpoll.NetpollerProvider;
import io.sudog.runtime.PollerProvider;

/** Sockets that park the goroutine and not the thread, on a poller of Sudog's own. */
module io.sudog.netpoll {
  requires transitive io.sudog.channels;
  requires io.sudog.core;
  requires org.jctools.core.jdk11;
  requires static transitive org.jspecify;

  exports io.sudog.net;

  provides PollerProvider with
      NetpollerProvider;
}
