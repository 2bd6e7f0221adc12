package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sudog.testing.Stress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The two fences between submitting work and giving up: with both of them each G is seen by one of
 * the two sides, with one dropped some are seen by neither.
 */
@DisplayName("The handshake of submitting and going idle")
class WakeupHandshakeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(50);
  private static final VarHandle SPINNING;

  static {
    try {
      SPINNING = MethodHandles.lookup().findVarHandle(Model.class, "spinningMs", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One submitter, one M that gives up; the run queue is the real one. */
  private static class Model {
    final RunQueue queue = new RunQueue(4);
    final GlobalQueue global = new GlobalQueue();
    final G g = new G(null);
    boolean submitterWakes;
    boolean quitterSees;

    @SuppressWarnings("unused") // through SPINNING
    volatile int spinningMs;

    final void reset() {
      queue.poll();
      spinningMs = 1;
    }

    /** As P.put and GmpSched.wakeP. */
    final void submit() {
      queue.put(g, global);
      submitterFence();
      submitterWakes = (int) SPINNING.getOpaque(this) == 0;
    }

    /** As Finder.goIdle. */
    final void giveUp() {
      dropSpinning();
      quitterSees = !queue.isEmpty();
    }

    void submitterFence() {
      VarHandle.fullFence();
    }

    void dropSpinning() {
      SPINNING.getAndAdd(this, -1);
    }

    final boolean lost() {
      return !submitterWakes && !quitterSees;
    }

    final long firstLoss(long rounds) throws InterruptedException {
      return new Litmus(this::reset, this::submit, this::giveUp, this::lost)
          .firstLoss(rounds, PATIENCE);
    }
  }

  private static final class SubmitBroken extends Model {
    @Override
    void submitterFence() {}
  }

  private static final class SpinExitBroken extends Model {
    @Override
    void dropSpinning() {
      SPINNING.setRelease(this, 0);
    }
  }

  @Test
  @DisplayName("with both fences nothing is lost")
  void rightOneLosesNothing() throws InterruptedException {
    assertEquals(0, new Model().firstLoss(Stress.times(500_000)));
  }

  @Test
  @DisplayName("canary: without the submitter's fence a goroutine is lost")
  void submitterWithoutFenceIsCaught() throws InterruptedException {
    assertNotEquals(0, new SubmitBroken().firstLoss(Long.MAX_VALUE));
  }

  @Test
  @DisplayName("canary: without the quitter's fence a goroutine is lost")
  void quitterWithoutFenceIsCaught() throws InterruptedException {
    assertNotEquals(0, new SpinExitBroken().firstLoss(Long.MAX_VALUE));
  }
}
