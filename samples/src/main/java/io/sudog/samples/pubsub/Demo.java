package io.sudog.samples.pubsub;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Publishers and subscribers of four kinds around a broker. */
final class Demo {
  /** One publisher a topic. */
  static final List<String> TOPICS = List.of("news", "sport.chess", "sport.rowing", "weather");

  /**
   * A subscriber and its ways.
   *
   * @param name who
   * @param pattern what it wants to hear
   * @param delay how long it takes over a message
   * @param leavesAfter how many messages until it has heard enough
   */
  private record Reader(String name, String pattern, Duration delay, int leavesAfter) {}

  /**
   * What became of a subscriber.
   *
   * @param name who
   * @param pattern what it wanted to hear
   * @param dropped how many messages it missed
   * @param got the numbers of those it got, in order, by topic
   */
  record Heard(String name, String pattern, long dropped, Map<String, List<Integer>> got) {
    int total() {
      return got.values().stream().mapToInt(List::size).sum();
    }
  }

  private Demo() {}

  /**
   * Publishes, and waits until all who listen have heard it.
   *
   * @param policy for slow subscribers
   * @param messages how many on each topic
   * @param buffer of each subscriber
   * @param slowness how long the slow subscriber takes over a message
   * @return what each subscriber heard
   */
  static List<Heard> run(Policy policy, int messages, int buffer, Duration slowness) {
    List<Reader> readers =
        List.of(
            new Reader("ann", "news", Duration.ZERO, Integer.MAX_VALUE),
            new Reader("ben", "sport.*", Duration.ZERO, Integer.MAX_VALUE),
            new Reader("slow", "weather", slowness, Integer.MAX_VALUE),
            new Reader("brief", "*", Duration.ZERO, 3));
    Heard[] heard = new Heard[readers.size()];
    WaitGroup reading = new WaitGroup();
    try (CancelContext ctx = Context.withCancel(Context.background());
        Broker broker = Broker.start(ctx, policy)) {
      for (int i = 0; i < readers.size(); i++) {
        int place = i;
        Reader reader = readers.get(i);
        Subscription subscription = broker.subscribe(reader.pattern, buffer);
        reading.go(() -> heard[place] = listen(broker, reader, subscription));
      }
      WaitGroup publishing = new WaitGroup();
      for (String topic : TOPICS) {
        publishing.go(
            () -> {
              for (int n = 1; n <= messages; n++) {
                broker.publish(new Message(topic, n));
              }
            });
      }
      publishing.await();
    }
    reading.await();
    return List.of(heard);
  }

  private static Heard listen(Broker broker, Reader reader, Subscription subscription) {
    Map<String, List<Integer>> got = new TreeMap<>();
    int count = 0;
    for (Message message : subscription.messages()) {
      got.computeIfAbsent(message.topic(), _ -> new ArrayList<>()).add(message.number());
      if (++count == reader.leavesAfter) {
        broker.unsubscribe(subscription);
        break;
      }
      Go.sleep(reader.delay);
    }
    return new Heard(reader.name, reader.pattern, subscription.dropped(), got);
  }
}
