package io.sudog.samples.switchcost;

/** Two parties who pass a token to each other. */
interface HandOver extends AutoCloseable {
  /** What the parties are, for the table. */
  String name();

  /** Through what they pass the token, for the table. */
  String means();

  /**
   * Lets the token go there and back.
   *
   * @param roundTrips how often, 1 or more
   * @return how long that took from the first hand-over to the last, in nanoseconds
   */
  long nanosFor(int roundTrips) throws Exception;

  /** Ends what outlives a call of {@link #nanosFor}. */
  @Override
  default void close() {}
}
