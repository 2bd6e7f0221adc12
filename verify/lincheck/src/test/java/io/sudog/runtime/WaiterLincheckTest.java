package io.sudog.runtime;

import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A round of a waiter is won by one, and only while it is open. */
@DisplayName("Tickets of a waiter, model-checked")
class WaiterLincheckTest {
  /** Nobody: it never parks. */
  private static final class Nobody extends Waiter {
    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {}

    @Override
    public void park() {}

    @Override
    public void ready() {}
  }

  /** One who opens rounds, and others who want to win them. */
  @Param(name = "round", gen = IntGen.class, conf = "1:2")
  public static final class Rounds {
    private final Waiter waiter = new Nobody();

    @Operation(nonParallelGroup = "owner")
    public int open() {
      return waiter.openTicket();
    }

    @Operation
    public boolean win(@Param(name = "round") int round) {
      return waiter.winTicket(2 * round);
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    private int ticket;

    public int open() {
      ticket = ticket / 2 * 2 + 2;
      return ticket;
    }

    public boolean win(int round) {
      boolean won = ticket == 2 * round;
      if (won) {
        ticket++;
      }
      return won;
    }
  }

  @Test
  @DisplayName("three threads, three operations each")
  void three() {
    ModelChecking.check(Rounds.class, Spec.class, 3, 3);
  }

  @Test
  @DisplayName("canary: looks and wins in two steps")
  void canaryTwoSteps() {
    Canary.assertCaught(
        Twin.of("core", Waiter.class)
            .replace(
                "ticket == round && TICKET.compareAndSet(this, round, round + 1)",
                "ticket == round && (ticket = round + 1) != 0"),
        WaiterLincheckTest.class,
        "three");
  }
}
