package io.sudog.bench.peer;

import java.io.Serial;

/** A peer cannot run on this machine; the message says why and what would help. */
public final class PeerMissingException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * The reason.
   *
   * @param message one line
   */
  public PeerMissingException(String message) {
    super(message);
  }
}
