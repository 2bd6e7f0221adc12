package io.sudog.samples.chat;

/** What a client has sent. */
sealed interface Line {
  /**
   * A line that can be read.
   *
   * @param text without its end
   */
  record Text(String text) implements Line {}

  /**
   * A line that cannot.
   *
   * @param why for its sender
   */
  record Bad(String why) implements Line {}
}
