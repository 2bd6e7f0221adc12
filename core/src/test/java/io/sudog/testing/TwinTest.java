package io.sudog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.WaitQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That broken twins are caught, and others are not. */
@DisplayName("A twin")
class TwinTest {
  @Test
  @DisplayName("that is one step away is run in place of the original, and caught")
  void isCaught() {
    Throwable failure =
        Twin.of("core", WaitQueue.class)
            .replaceAfter("public boolean isEmpty()", "first == null", "first != null")
            .assertCaughtBy(TwinTest.class, "emptyQueueIsEmpty", Kind.VIRTUAL);
    assertEquals("VIRTUAL ==> expected: <true> but was: <false>", failure.getMessage());
  }

  @Test
  @DisplayName("that is the original passes")
  void passesUnchanged() {
    Twin.of("core", WaitQueue.class)
        .assertPasses(TwinTest.class, "emptyQueueIsEmpty", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("that is not broken, or not there, or not run, does not count as caught")
  void tellsWhatIsNotCaught() {
    Twin same = Twin.of("core", WaitQueue.class);
    AssertionError passed =
        assertThrows(
            AssertionError.class,
            () -> same.assertCaughtBy(TwinTest.class, "emptyQueueIsEmpty", Kind.VIRTUAL));
    assertEquals("the broken twin passed TwinTest.emptyQueueIsEmpty", passed.getMessage());
    assertThrows(AssertionError.class, () -> same.replace("no such passage", ""));
    assertThrows(AssertionError.class, () -> same.replace("first", ""));
    assertThrows(LinkageError.class, () -> same.assertCaughtBy(TwinTest.class, "noSuchTest"));
  }

  @Test
  @DisplayName("with a seam lets something happen in between")
  void hasASeam() {
    Twin.of("core", WaitQueue.class)
        .replaceAfter(
            "public boolean isEmpty()",
            "first == null",
            "io.sudog.testing.Seam.pass() && first == null")
        .assertPasses(TwinTest.class, "seamIsPassedOnce");
  }

  static void emptyQueueIsEmpty(Kind kind) {
    assertTrue(new WaitQueue().isEmpty(), kind::toString);
  }

  static void seamIsPassedOnce() {
    boolean[] passed = {false};
    Seam.atNextPass(
        () -> {
          assertFalse(passed[0]);
          passed[0] = true;
        });
    assertTrue(new WaitQueue().isEmpty());
    assertTrue(new WaitQueue().isEmpty());
    assertTrue(passed[0]);
  }
}
