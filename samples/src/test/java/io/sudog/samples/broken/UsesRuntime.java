package io.sudog.samples.broken;

import io.sudog.runtime.Poller;

/** Must be caught: a sample uses public packages only. */
public interface UsesRuntime {
  Poller poller();
}
