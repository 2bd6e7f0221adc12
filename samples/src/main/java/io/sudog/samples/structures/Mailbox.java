package io.sudog.samples.structures;

import io.sudog.channels.Chan;
import io.sudog.context.Context;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.Objects;

/**
 * Letters of two kinds: urgent ones are taken before all others. Whoever takes one waits for either
 * kind at once, or for the end of the office hours.
 */
public final class Mailbox {
  private final Chan<String> urgent;
  private final Chan<String> ordinary;
  private final Context hours;

  /**
   * Makes an empty mailbox.
   *
   * @param capacity how many letters of each kind it holds
   * @param hours until when letters are taken
   */
  public Mailbox(int capacity, Context hours) {
    urgent = Chan.make(capacity);
    ordinary = Chan.make(capacity);
    this.hours = hours;
  }

  /**
   * Puts a letter in, and waits for room.
   *
   * @param letter the letter
   * @param isUrgent whether it is
   */
  public void post(String letter, boolean isUrgent) {
    (isUrgent ? urgent : ordinary).send(letter);
  }

  /**
   * Takes the oldest urgent letter, or else the oldest, and waits if there is none.
   *
   * @return the letter, or "closed" when there was none and the office hours were over
   */
  public String take() {
    Select select = Select.inOrder();
    Receive<String> first = select.receive(urgent);
    Receive<String> second = select.receive(ordinary);
    select.receive(hours.done());
    Clause chosen = select.await();
    if (chosen == first) {
      return Objects.requireNonNull(first.value());
    }
    return chosen == second ? Objects.requireNonNull(second.value()) : "closed";
  }
}
