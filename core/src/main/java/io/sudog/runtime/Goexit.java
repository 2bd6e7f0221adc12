package io.sudog.runtime;

/**
 * What {@code Go.goexit} unwinds the stack with. No Exception and no Error, so only {@code catch
 * (Throwable)} sees it, and must rethrow it; it has no stack trace and there is one of it.
 */
public final class Goexit extends Throwable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no trace and takes no suppressed ones
  private static final Goexit INSTANCE = new Goexit();

  private Goexit() {
    super("runtime.Goexit", null, false, false);
  }

  /**
   * Ends the calling goroutine.
   *
   * @param <T> whatever the caller is to return
   * @return never
   */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"}) // it never returns one
  public static <T> T raise() {
    throw Goexit.<RuntimeException>sneaky();
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // erasure lets a checked Throwable pass where none is declared
  private static <E extends Throwable> E sneaky() throws E {
    throw (E) INSTANCE;
  }
}
