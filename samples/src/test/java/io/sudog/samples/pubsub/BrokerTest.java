package io.sudog.samples.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.samples.Programs;
import io.sudog.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BrokerTest {
  private static final int ENOUGH = 100;

  private static Broker start(Policy policy) {
    return Broker.start(Context.background(), policy);
  }

  private static Message news(int n) {
    return new Message("news", n);
  }

  private static List<Integer> numbers(Subscription subscription) {
    return subscription.messages().stream().map(Message::number).toList();
  }

  /** Runs a program after whose end no goroutine but main is left. */
  private static void program(Task body) {
    Go.run(
        () -> {
          body.run();
          // Hangs, and fails by the time-out, unless the others end.
          while (Go.numGoroutine() > 1) {
            Go.gosched();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "news, news, true", "news, new, false", "news, newsreel, false", "sport.*, sport.chess, true",
    "sport.*, sport, false", "*, anything, true", "*, '', true", "n*, news, true"
  })
  void patterns(String pattern, String topic, boolean wanted) {
    assertEquals(wanted, new Subscription(pattern, 0).wants(topic));
  }

  @ParameterizedTest
  @EnumSource
  void everySubscriberGetsWhatItWantsInOrder(Policy policy) {
    program(
        () -> {
          Subscription news;
          Subscription all;
          Subscription none;
          try (Broker broker = start(policy)) {
            news = broker.subscribe("news", ENOUGH);
            all = broker.subscribe("*", ENOUGH);
            none = broker.subscribe("new", ENOUGH);
            for (int n = 1; n <= 10; n++) {
              assertTrue(broker.publish(news(n)));
              assertTrue(broker.publish(new Message("sport", n)));
            }
          }
          assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), numbers(news));
          assertEquals(
              IntStream.rangeClosed(1, 10).boxed().flatMap(n -> List.of(n, n).stream()).toList(),
              numbers(all));
          assertEquals(List.of(), numbers(none));
          assertEquals(0, all.dropped());
        });
  }

  @Test
  void aSubscriberHearsOnlyWhatIsPublishedWhileItIsThere() {
    program(
        () -> {
          try (Broker broker = start(Policy.BLOCK)) {
            broker.publish(news(1));
            Subscription subscription = broker.subscribe("news", ENOUGH);
            broker.publish(news(2));
            broker.unsubscribe(subscription);
            broker.publish(news(3));
            assertEquals(List.of(2), numbers(subscription));
            broker.unsubscribe(subscription);
          }
        });
  }

  @Test
  void withDropAFullSubscriberMissesWhatOthersGet() {
    program(
        () -> {
          Subscription full;
          Subscription other;
          try (Broker broker = start(Policy.DROP)) {
            full = broker.subscribe("news", 2);
            other = broker.subscribe("news", ENOUGH);
            for (int n = 1; n <= 5; n++) {
              assertTrue(broker.publish(news(n)));
            }
          }
          assertEquals(List.of(1, 2), numbers(full));
          assertEquals(3, full.dropped());
          assertEquals(List.of(1, 2, 3, 4, 5), numbers(other));
          assertEquals(0, other.dropped());
        });
  }

  @Test
  void withBlockAPublisherWaitsForAFullSubscriber() {
    program(
        () -> {
          Broker broker = start(Policy.BLOCK);
          Subscription full = broker.subscribe("news", 1);
          broker.publish(news(1)); // in the buffer
          broker.publish(news(2)); // with the broker
          Chan<Boolean> third = Chan.make(1);
          Go.go(() -> third.send(broker.publish(news(3))));
          // Proves that the broker is alive and had time to take it.
          for (int i = 0; i < 20; i++) {
            broker.unsubscribe(broker.subscribe("sport", 0));
          }
          assertInstanceOf(Received.Empty.class, third.tryReceive());
          assertEquals(news(1), full.messages().receive());
          assertEquals(true, third.receive());
          assertEquals(news(2), full.messages().receive());
          assertEquals(news(3), full.messages().receive());
          assertEquals(0, full.dropped());
          broker.close();
        });
  }

  @Test
  void aSubscriberThatLeavesInsteadOfReadingLetsTheOthersGoOn() {
    program(
        () -> {
          Broker broker = start(Policy.BLOCK);
          Subscription silent = broker.subscribe("news", 0);
          Subscription later = broker.subscribe("news", 1);
          broker.publish(news(1)); // owed to the first; the second has it
          Chan<Boolean> second = Chan.make(1);
          Go.go(() -> second.send(broker.publish(news(2))));
          broker.unsubscribe(silent);
          assertEquals(true, second.receive());
          assertEquals(List.of(), numbers(silent));
          assertEquals(news(1), later.messages().receive());
          assertEquals(news(2), later.messages().receive());
          broker.close();
        });
  }

  @Test
  void closingDeliversWhatIsOwedAndTakesNothingMore() {
    program(
        () -> {
          Broker broker = start(Policy.BLOCK);
          Subscription slow = broker.subscribe("news", 0);
          broker.publish(news(1));
          WaitGroup closing = new WaitGroup();
          closing.go(broker::close);
          closing.go(broker::close);
          assertEquals(List.of(1), numbers(slow));
          closing.await();
          assertFalse(broker.publish(news(2)));
          assertFalse(broker.subscribe("news", 0).messages().receiveOk().ok());
          broker.unsubscribe(slow);
          broker.close();
        });
  }

  @Test
  void aPublisherThatWaitsWhenTheBrokerIsClosedIsTold() {
    program(
        () -> {
          Broker broker = start(Policy.BLOCK);
          Subscription slow = broker.subscribe("news", 0);
          broker.publish(news(1));
          Chan<Boolean> second = Chan.make(1);
          Go.go(() -> second.send(broker.publish(news(2))));
          WaitGroup closing = new WaitGroup();
          closing.go(broker::close);
          List<Integer> got = numbers(slow);
          closing.await();
          // Which came first, the second message or the end, is open; not that they agree.
          assertEquals(Boolean.TRUE.equals(second.receive()) ? List.of(1, 2) : List.of(1), got);
        });
  }

  @Test
  void theEndOfTheContextEndsItWhateverIsOwed() {
    program(
        () -> {
          CancelContext ctx = Context.withCancel(Context.background());
          Broker broker = Broker.start(ctx, Policy.BLOCK);
          Subscription silent = broker.subscribe("news", 0);
          Subscription buffered = broker.subscribe("news", 1);
          broker.publish(news(1));
          // Once it takes this it has handed out what it could of the message.
          broker.subscribe("sport", 0);
          ctx.cancel();
          assertEquals(List.of(), numbers(silent));
          assertEquals(List.of(1), numbers(buffered));
          assertFalse(broker.publish(news(2)));
          broker.close();
        });
  }

  @Test
  void manyPublishersAndReadersLoseNothing() {
    int publishers = 4;
    int messages = 300;
    program(
        () -> {
          List<Chan<Map<String, List<Integer>>>> results = new ArrayList<>();
          try (Broker broker = start(Policy.BLOCK)) {
            for (int buffer : new int[] {0, 1, 7}) {
              Subscription subscription = broker.subscribe("topic*", buffer);
              Chan<Map<String, List<Integer>>> result = Chan.make(1);
              results.add(result);
              Go.go(
                  () -> {
                    Map<String, List<Integer>> got = new TreeMap<>();
                    for (Message m : subscription.messages()) {
                      got.computeIfAbsent(m.topic(), _ -> new ArrayList<>()).add(m.number());
                    }
                    result.send(got);
                  });
            }
            WaitGroup publishing = new WaitGroup();
            for (int p = 0; p < publishers; p++) {
              String topic = "topic" + p;
              publishing.go(
                  () -> {
                    for (int n = 0; n < messages; n++) {
                      assertTrue(broker.publish(new Message(topic, n)));
                    }
                  });
            }
            publishing.await();
          }
          List<Integer> all = IntStream.range(0, messages).boxed().toList();
          for (Chan<Map<String, List<Integer>>> result : results) {
            assertEquals(
                Map.of("topic0", all, "topic1", all, "topic2", all, "topic3", all),
                result.receive());
          }
        });
  }

  @Test
  void theDemoAddsUp() {
    int messages = 40;
    List<Demo.Heard> heard =
        Programs.call(() -> Demo.run(Policy.DROP, messages, 2, Duration.ofMillis(1)));
    for (Demo.Heard h : heard.subList(0, 3)) {
      int topics = h.pattern().equals("sport.*") ? 2 : 1;
      assertEquals((long) topics * messages, h.total() + h.dropped(), h::toString);
      for (List<Integer> numbers : h.got().values()) {
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
      }
    }
    assertEquals(3, heard.get(3).total());
  }
}
