package io.sudog.core.broken;

import java.nio.channels.Selector;

/** Must be caught: core knows no selectors. */
public interface UsesNio {
  Selector selector();
}
