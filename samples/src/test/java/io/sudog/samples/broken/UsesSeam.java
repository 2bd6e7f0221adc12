package io.sudog.samples.broken;

import io.sudog.channels.internal.Selectable;

/** Must be caught: a sample reaches behind the channels. */
public interface UsesSeam {
  Selectable selectable();
}
