/** Go's channels for goroutines, for platform threads and for other virtual threads. */
module io.sudog.channels {
  requires transitive io.sudog.core;
  requires static transitive org.jspecify;

  exports io.sudog.channels;
}
