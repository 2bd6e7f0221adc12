package io.sudog.verify.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was sent into one channel and what came out. A sender numbers its elements from 0 and gives
 * the next one only after a send that returned normally, so that its count says all it sent.
 *
 * <p>GUARD: a book belongs to one actor; {@link #check} runs when all have ended.
 */
final class Ledger {
  private final String channel;
  private final List<Sent> sent = new ArrayList<>();
  private final List<Got> got = new ArrayList<>();

  Ledger(String channel) {
    this.channel = channel;
  }

  /** The book of a sender; called before the actors start. */
  Sent sender() {
    Sent book = new Sent(sent.size());
    sent.add(book);
    return book;
  }

  /** The book of a receiver; called before the actors start. */
  Got receiver() {
    Got book = new Got();
    got.add(book);
    return book;
  }

  /** Everything that is wrong; empty when all is well. */
  List<String> check() {
    List<String> faults = new ArrayList<>();
    BitSet[] seen = new BitSet[sent.size()];
    Arrays.setAll(seen, i -> new BitSet());
    for (Got book : got) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int i = 0; i < book.size; i++) {
        int sender = (int) (book.elements[i] >>> Integer.SIZE);
        int number = (int) book.elements[i];
        if (sender < 0 || sender >= seen.length || number >= sent.get(sender).count) {
          faults.add(channel + ": received what nobody sent: " + sender + "." + number);
          continue;
        }
        if (seen[sender].get(number)) {
          faults.add(channel + ": received twice: " + sender + "." + number);
        }
        seen[sender].set(number);
        Integer before = last.put(sender, number);
        if (before != null && before > number) {
          faults.add(
              "%s: out of order: %d.%d came after %d.%d"
                  .formatted(channel, sender, number, sender, before));
        }
      }
    }
    for (Sent book : sent) {
      int lost = seen[book.sender].nextClearBit(0);
      if (lost < book.count) {
        faults.add(channel + ": sent, and lost: " + book.sender + "." + lost);
      }
    }
    return faults;
  }

  /** A sender's side. */
  static final class Sent {
    private final int sender;
    private int count;

    private Sent(int sender) {
      this.sender = sender;
    }

    /** The element to send next. */
    long next() {
      return (long) sender << Integer.SIZE | count;
    }

    /** It was sent. */
    void add() {
      count++;
    }
  }

  /** A receiver's side. */
  static final class Got {
    private long[] elements = new long[16];
    private int size;

    private Got() {}

    /** It was received. */
    void add(long element) {
      if (size == elements.length) {
        elements = Arrays.copyOf(elements, size * 2);
      }
      elements[size++] = element;
    }

    int size() {
      return size;
    }
  }
}
