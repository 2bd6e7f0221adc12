/** Sockets that park the goroutine and not the thread, on a poller of Sudog's own. */
module io.sudog.netpoll {
  requires transitive io.sudog.channels;
  requires io.sudog.select;
  requires static transitive org.jspecify;
}
