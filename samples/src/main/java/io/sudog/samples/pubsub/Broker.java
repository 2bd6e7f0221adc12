package io.sudog.samples.pubsub;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;
import io.sudog.sync.Once;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/** Hands messages from publishers to subscribers. The methods may be called by any goroutine. */
final class Broker implements AutoCloseable {
  private final Policy policy;
  private final Context ctx;
  private final Chan<Subscription> join = Chan.make();
  private final Chan<Subscription> leave = Chan.make();
  private final Chan<Message> publish = Chan.make();
  private final Chan<Void> stop = Chan.make();
  private final Once stopping = new Once();
  // Closed when the broker's goroutine is about to end: nobody takes anything any more.
  private final Chan<Void> ended = Chan.make();

  private Broker(Context ctx, Policy policy) {
    this.ctx = ctx;
    this.policy = policy;
  }

  /**
   * Starts a broker.
   *
   * @param ctx ends it at once
   * @param policy for slow subscribers
   */
  static Broker start(Context ctx, Policy policy) {
    Broker broker = new Broker(ctx, policy);
    Go.go("broker", broker.new Loop()::run);
    return broker;
  }

  /**
   * Subscribes to all that is published from now on.
   *
   * @param pattern a topic, or with a star at its end all topics that begin so
   * @param buffer how many messages wait for the subscriber before it counts as slow
   * @return its messages; closed from the start when the broker has ended
   */
  Subscription subscribe(String pattern, int buffer) {
    Subscription subscription = new Subscription(pattern, buffer);
    if (!ask(join, subscription)) {
      subscription.channel.close();
    }
    return subscription;
  }

  /**
   * Ends a subscription: its channel is closed, what it holds can still be received. Does nothing
   * when it has ended already.
   */
  void unsubscribe(Subscription subscription) {
    var _ = ask(leave, subscription);
  }

  /**
   * Publishes a message. Waits while, by the policy, everybody waits for a slow subscriber.
   *
   * @return false when the broker was closed and has not taken it
   */
  boolean publish(Message message) {
    return ask(publish, message);
  }

  /** Has the broker deliver what it has taken, and end; waits for that. */
  @Override
  public void close() {
    stopping.run(stop::close);
    ended.receive();
  }

  /** Sends a request; false when the broker has ended, or ends without taking it. */
  private <T> boolean ask(SendChan<T> requests, T request) {
    Select select = new Select();
    Clause taken = select.send(requests).value(request);
    select.receive(ended);
    return select.await() == taken;
  }

  /** The broker's goroutine, and what it alone may touch. */
  private final class Loop {
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    // Who still waits for the current message; with BLOCK only.
    private final Queue<Subscription> owed = new ArrayDeque<>();

    // In order: a broker whose context has ended delivers nothing more, and one that was closed
    // takes nothing more, however much there is to take.
    private final Select select = Select.inOrder();
    private final Receive<Void> done = select.receive(ctx.done());
    private final Receive<Void> stopped = select.receive(stop);
    private final Receive<Subscription> joining = select.receive(join);
    private final Receive<Subscription> leaving = select.receive(leave);
    private final Send<Message> delivery = select.send(null);
    private final Receive<Message> published = select.receive(publish);

    void run() {
      loop();
      // First, so that nobody is left to wait for an answer.
      ended.close();
      subscriptions.forEach(subscription -> subscription.channel.close());
    }

    private void loop() {
      boolean closing = false;
      while (!closing || !owed.isEmpty()) {
        Clause clause = select.await();
        if (clause == done) {
          return;
        }
        if (clause == stopped) {
          closing = true;
          stopped.channel(null);
        } else if (clause == joining) {
          subscriptions.add(requireNonNull(joining.value()));
        } else if (clause == leaving) {
          remove(requireNonNull(leaving.value()));
        } else if (clause == delivery) {
          owed.remove();
        } else {
          distribute(requireNonNull(published.value()));
        }
        // While somebody is owed the current message there is no next one.
        Subscription next = owed.peek();
        delivery.channel(next == null ? null : next.channel);
        published.channel(next == null && !closing ? publish : null);
      }
    }

    private void remove(Subscription subscription) {
      if (subscriptions.remove(subscription)) {
        owed.remove(subscription);
        subscription.channel.close();
      }
    }

    private void distribute(Message message) {
      for (Subscription subscription : subscriptions) {
        if (subscription.wants(message.topic()) && !subscription.channel.trySend(message)) {
          switch (policy) {
            case DROP -> subscription.dropped.incrementAndGet();
            case BLOCK -> owed.add(subscription);
          }
        }
      }
      delivery.value(message);
    }
  }
}
