package io.sudog.core.broken;

import io.sudog.channels.Chan;

/** Must be caught: core knows no channels. */
public interface UsesChannels {
  Chan<String> channel();
}
