package io.sudog.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Planted faults of channels, each told as what it is. */
@DisplayName("The ledger")
class LedgerTest {
  private final Ledger ledger = new Ledger("c");
  private final Ledger.Sent sender = ledger.sender();
  private final Ledger.Got receiver = ledger.receiver();

  private long send() {
    long v = sender.next();
    sender.add();
    return v;
  }

  @Test
  @DisplayName("is content with what came once and in order, at several receivers")
  void allWell() {
    Ledger.Got other = ledger.receiver();
    long first = send();
    long second = send();
    long third = send();
    receiver.add(second);
    other.add(first);
    other.add(third);
    assertEquals(List.of(), ledger.check());
  }

  @Test
  @DisplayName("tells a lost element")
  void lost() {
    receiver.add(send());
    send();
    assertEquals(List.of("c: sent, and lost: 0.1"), ledger.check());
  }

  @Test
  @DisplayName("tells an element that was received twice, be it by two receivers")
  void twice() {
    long v = send();
    receiver.add(v);
    ledger.receiver().add(v);
    assertEquals(List.of("c: received twice: 0.0"), ledger.check());
  }

  @Test
  @DisplayName("tells two elements of a sender that overtook each other")
  void reordered() {
    long first = send();
    receiver.add(send());
    receiver.add(first);
    assertEquals(List.of("c: out of order: 0.0 came after 0.1"), ledger.check());
  }

  @Test
  @DisplayName("tells an element whose send did not return, and one of nobody")
  void unsent() {
    receiver.add(sender.next());
    receiver.add(5L << Integer.SIZE);
    assertEquals(
        List.of("c: received what nobody sent: 0.0", "c: received what nobody sent: 5.0"),
        ledger.check());
  }
}
