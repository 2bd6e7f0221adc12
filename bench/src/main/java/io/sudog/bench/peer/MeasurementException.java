package io.sudog.bench.peer;

import java.io.Serial;

/** A process that was to measure did not; the message has its command line and its last output. */
public final class MeasurementException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A failure.
   *
   * @param reason what happened, in one line
   * @param details the command and what it printed
   */
  public MeasurementException(String reason, String details) {
    super(reason + details);
    this.reason = reason;
  }

  /**
   * What happened, without the details.
   *
   * @return one line
   */
  public String reason() {
    return reason;
  }
}
