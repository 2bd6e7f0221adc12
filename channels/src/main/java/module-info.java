/**
 * Go's channels, timers, context and errgroup for goroutines, for platform threads and for other
 * virtual threads.
 */
// The modules named in the qualified exports are compiled after this one, so javac cannot find them
// here.
@SuppressWarnings("module")
module io.sudog.channels {
  requires transitive io.sudog.core;
  requires static transitive org.jspecify;

  exports io.sudog.channels;
  exports io.sudog.time;
  exports io.sudog.context;
  exports io.sudog.errgroup;
  exports io.sudog.channels.internal to
      io.sudog.select;
}
