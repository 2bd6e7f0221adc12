package io.sudog.samples.pubsub;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import java.util.concurrent.atomic.AtomicLong;

/** A subscriber, as the broker knows it. */
final class Subscription {
  /** Stands for any rest of a topic. */
  private static final String ANY = "*";

  private final String pattern;
  final Chan<Message> channel;
  final AtomicLong dropped = new AtomicLong();

  Subscription(String pattern, int buffer) {
    this.pattern = pattern;
    this.channel = Chan.make(buffer);
  }

  /** Its messages, closed once it has left or the broker has ended. */
  ReceiveChan<Message> messages() {
    return channel;
  }

  /** How many messages it has missed so far. */
  long dropped() {
    return dropped.get();
  }

  /** Whether it wants to hear of a topic: that of its pattern, or one that begins with it. */
  boolean wants(String topic) {
    return pattern.endsWith(ANY)
        ? topic.startsWith(pattern.substring(0, pattern.length() - ANY.length()))
        : topic.equals(pattern);
  }
}
