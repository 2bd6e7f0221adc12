package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values of contexts; see CONFORMANCE.md. */
@DisplayName("A context's values as in Go")
class ValueConformanceTest {
  private static final Context.Key<String> A = Context.Key.named("same name");
  private static final Context.Key<String> B = Context.Key.named("same name");

  @Test
  @DisplayName("X07 are found by key, the nearest wins, and the parent's stay as they are")
  void x07Nearest() {
    Context first = Context.withValue(Context.background(), A, "a1");
    CancelContext cancel = Context.withCancel(first);
    Context second = Context.withValue(cancel, A, "a2");
    Context other = Context.withValue(second, B, "b");
    CancelContext timeout = Context.withTimeout(other, Contexts.HOUR);
    assertNull(Context.background().value(A));
    assertEquals("a1", first.value(A));
    assertNull(first.value(B));
    assertEquals("a1", cancel.value(A));
    assertEquals("a2", second.value(A));
    assertEquals("a2", timeout.value(A));
    assertEquals("b", timeout.value(B));
    assertEquals("b", Context.withoutCancel(timeout).value(B));
    assertEquals("a1", first.value(A));
    cancel.cancel();
    assertEquals("a2", timeout.value(A), "values outlive the end");
  }

  @Test
  @DisplayName("X07 a null hides that of a parent")
  void x07NullHides() {
    Context above = Context.withValue(Context.background(), A, "a");
    Context hidden = Context.withValue(above, A, null);
    assertNull(hidden.value(A));
    assertNull(Context.withCancel(hidden).value(A));
    assertEquals("back", Context.withValue(hidden, A, "back").value(A));
    assertEquals("a", above.value(A));
  }

  @Test
  @DisplayName("X07 keys of the same name are two")
  void x07KeysByIdentity() {
    assertEquals("same name", A.toString());
    assertNotEquals(A, B);
    assertNull(Context.withValue(Context.background(), A, "a").value(B));
  }

  @Test
  @DisplayName("X07 two contexts are never equal, and their values are not asked")
  void x07ContextsByIdentity() {
    Context.Key<List<Context>> key = Context.Key.named("list");
    List<Context> list = new ArrayList<>();
    Context one = Context.withValue(Context.background(), key, list);
    Context other = Context.withValue(Context.background(), key, list);
    int hash = one.hashCode();
    // A value that reaches its own context: nobody may walk into it.
    list.add(one);
    assertEquals(hash, one.hashCode());
    assertNotEquals(one, other);
    assertNotEquals(Context.withoutCancel(one), Context.withoutCancel(one));
    assertSame(list, one.value(key));
  }

  @Test
  @DisplayName("X07 a context with a value ends with its parent, and has its deadline")
  void x07RestIsTheParents() {
    CancelContext parent = Context.withTimeout(Context.background(), Contexts.HOUR);
    Context ctx = Context.withValue(Context.withValue(parent, A, "a"), B, "b");
    assertSame(parent.done(), ctx.done());
    assertEquals(parent.deadline(), ctx.deadline());
    Contexts.assertOpen(ctx);
    parent.cancel(new IllegalStateException("why"));
    Contexts.assertCanceled(ctx);
    assertSame(parent.err(), ctx.err());
    assertSame(parent.cause(), ctx.cause());
  }

  @Test
  @DisplayName("X08 the null key is refused, by all kinds of contexts")
  @SuppressWarnings("NullAway") // what is tested
  void x08NullKey() {
    Context root = Context.background();
    assertThrows(NullPointerException.class, () -> Context.withValue(root, null, "v"));
    assertThrows(NullPointerException.class, () -> Context.Key.named(null));
    for (Context ctx :
        List.of(
            Context.withCancel(root),
            Context.withValue(root, A, "a"),
            Context.withoutCancel(root))) {
      assertThrows(NullPointerException.class, () -> ctx.value(null));
    }
  }
}
