package io.sudog.samples.pubsub;

/** What becomes of a message for a subscriber whose buffer is full. */
enum Policy {
  /** That subscriber misses it. */
  DROP,
  /** Everybody waits for that subscriber. */
  BLOCK
}
