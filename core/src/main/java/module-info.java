/**
 * Goroutines for Java: virtual threads that run on a GMP scheduler of their own, and the locks and
 * groups that park them.
 *
 * <p>{@link io.sudog.core} starts goroutines and programs, {@link io.sudog.sync} is Go's package
 * {@code sync}. The scheduler itself is open to Sudog's own modules only.
 */
// The modules named in the qualified exports are compiled after this one, so javac cannot find them
// here.
@SuppressWarnings("module")
module io.sudog.core {
  requires org.jctools.core.jdk11;
  requires static transitive org.jspecify;

  uses io.sudog.runtime.PollerProvider;

  exports io.sudog.core;
  exports io.sudog.sync;
  exports io.sudog.runtime to
      io.sudog.channels,
      io.sudog.select,
      io.sudog.netpoll,
      io.sudog.lincheck;
}
