package io.sudog.errgroup;

import io.sudog.testing.Kind;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of ErrGroup: that each thing it does has its test. */
@DisplayName("A broken twin of an error group is caught:")
class ErrGroupBrokenTwinTest {
  private static Twin group() {
    return Twin.of("channels", ErrGroup.class);
  }

  @Test
  @DisplayName("E01 a later error that takes the first one's place")
  void laterErrorReplacesFirst() {
    group()
        .replace("if (first == null) { error = failure; }", "error = failure;")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e01Zero", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E01 later errors that are lost")
  void laterErrorsAreLost() {
    group()
        .replace("suppress(first, failure);", "")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e01FirstWins", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("E01 an error that is suppressed once for each task that throws it")
  void suppressedTwice() {
    group()
        .replace("noneMatch(known -> known == failure)", "noneMatch(known -> known == first)")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e01FirstWins", Kind.PLATFORM);
  }

  @Test
  @DisplayName("E01 a look and a write of the first error without the lock")
  void failsWithoutLock() {
    // The pause lets all look before one writes; without it that happens only now and then.
    group()
        .replace(
            "lock.lock(); Throwable first = error; if (first == null) { error = failure; }",
            """
            Throwable first = error;
            io.sudog.core.Go.sleep(java.time.Duration.ofMillis(1));
            lock.lock();
            if (first == null) { error = failure; }
            """)
        .assertCaughtBy(ErrGroupConformanceTest.class, "e01ManyAtOnce", 8);
  }

  @Test
  @DisplayName("E02 a first error that does not end the context, by a hang")
  void errorDoesNotCancel() {
    group()
        .replace("cancel.cancel(failure);", "")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e02EndsWithError", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E02 an await that does not end the context")
  void awaitDoesNotCancel() {
    group()
        .replace("cancel.cancel(first);", "")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e02EndsWithAwait", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("E02 an await that ends the context before it has waited")
  void awaitCancelsTooEarly() {
    group()
        .replace("tasks.await();", "if (cancel != null) { cancel.cancel(); } tasks.await();")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e02EndsWithAwait", Kind.PLATFORM);
  }

  @Test
  @DisplayName("E03 a context that ends without the error as its cause")
  void causeIsLost() {
    group()
        .replace("cancel.cancel(failure);", "cancel.cancel();")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e03Cause", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E04 a place that is not given back when a task fails, by a hang")
  void placeIsKeptAfterFailure() {
    group()
        .replace(
            "} catch (Exception e) { fail(e); }",
            "} catch (Exception e) { fail(e); if (limit != null) { limit.acquire(Context.background(), 1); } }")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e04PlaceGivenBack", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E04 a place that is not given back after goexit or a panic, by a hang")
  void placeIsKeptWhereTaskDoesNotReturn() {
    group()
        .replace("} finally { ended(limit); }", "} if (true) { ended(limit); }")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e04PlaceGivenBack", Kind.GOROUTINE);
    group()
        .replace("} finally { ended(limit); }", "} if (true) { ended(limit); }")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e07WhereNothingEnds", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E05 a tryGo that waits, by a hang")
  void tryGoWaits() {
    group()
        .replace("!limit.tryAcquire(1)", "!took(limit)")
        .replace(
            "private void leave() {",
            """
            private static boolean took(Semaphore limit) {
              limit.acquire(Context.background(), 1);
              return true;
            }

            private void leave() {
            """)
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e05TryGo", Kind.PLATFORM);
  }

  @Test
  @DisplayName("E05 a tryGo that was refused and still counts")
  void refusedCounts() {
    group()
        .replaceAfter("public boolean tryGo(Task task)", "leave(); return false;", "return false;")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e05TryGo", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E06 a limit that changes while tasks run")
  void limitChanges() {
    group()
        .replace("if (now == 0) { places", "{ places")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e06WhileRunning", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("E06 a task that stops to count only after await has returned")
  void countsTooLong() {
    group()
        .replace("tasks.go(new Member(task, limit));", "tasks.go(task);")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e06AfterAwait", Kind.PLATFORM);
  }

  @Test
  @DisplayName("E07 an Error of a task that is its group's and nothing more")
  void errorIsSwallowed() {
    group()
        .replaceAfter("if (!(e instanceof Goexit)) { fail(e); }", "throw e;", "")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e07EndsTheProgram", 2);
  }

  @Test
  @DisplayName("E01 a goexit that is an error")
  void goexitIsAnError() {
    group()
        .replace("if (!(e instanceof Goexit)) {", "{")
        .assertCaughtBy(ErrGroupConformanceTest.class, "e01Goexit", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("E07 an Error of a task that is forgotten where nothing ends")
  void errorIsForgotten() {
    group()
        .replace("if (!(e instanceof Goexit)) { fail(e); }", "")
        .assertCaughtBy(ErrGroupLimitConformanceTest.class, "e07WhereNothingEnds", Kind.PLATFORM);
  }

  @Test
  @DisplayName("and the original is not")
  void originalPasses() {
    group().assertPasses(ErrGroupConformanceTest.class, "e01ManyAtOnce", 8);
    group().assertPasses(ErrGroupConformanceTest.class, "e01FirstWins", Kind.PLATFORM);
    group().assertPasses(ErrGroupLimitConformanceTest.class, "e04PlaceGivenBack", Kind.VIRTUAL);
    group().assertPasses(ErrGroupLimitConformanceTest.class, "e05TryGo", Kind.PLATFORM);
  }
}
