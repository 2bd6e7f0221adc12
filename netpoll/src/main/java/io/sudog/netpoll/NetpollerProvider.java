package io.sudog.netpoll;

import io.sudog.runtime.Poller;
import io.sudog.runtime.PollerProvider;

/** Gives each scheduler a {@link Netpoller}; found through the service loader. */
public final class NetpollerProvider implements PollerProvider {
  /** For the service loader. */
  public NetpollerProvider() {}

  @Override
  public Poller create() {
    return new Netpoller();
  }
}
