package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.context.Context;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Limits and misuse of selects, and what their bodies may do. */
@DisplayName("A select's rules")
class SelectRulesTest {
  private static final int MOST = 65_536;

  private static IllegalArgumentException assertRefused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call);
  }

  // ---- many cases -----------------------------------------------------------------------------

  @Kinds({Kind.GOROUTINE, Kind.PLATFORM})
  @DisplayName("S22 65,536 cases are accepted, wherever the ready one is, and waited for")
  void s22Most(Kind kind) {
    Random random = new Random(1);
    List<Chan<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      channels.add(Chan.make(1));
    }
    Chan<?>[] all = channels.toArray(Chan<?>[]::new);
    for (Form form : Form.values()) {
      Selection s = Selection.of(form);
      channels.forEach(s::receive);
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              assertEquals(Selection.NONE, s.poll());
              for (int i : new int[] {0, random.nextInt(MOST), MOST - 1}) {
                channels.get(i).send(i);
                assertEquals(i, s.await());
                assertEquals(i, s.value());
              }
            });
        int late = random.nextInt(MOST);
        Harness.Child child = h.start(kind, () -> assertEquals(late, s.await())).awaitParked();
        channels.get(late).send(5);
        child.join();
        assertEquals(5, s.value());
      }
      Queues.assertEmpty(all);
    }
  }

  @Test
  @DisplayName("S22 the 65,537th case is refused, and nothing has been received or sent")
  void s22TooMany() {
    Chan<Integer> ready = Chan.make(1);
    ready.send(1);
    Chan<Integer> room = Chan.make(1);
    Case[] cases = new Case[MOST + 3];
    Arrays.fill(cases, Select.onReceive(ready, v -> {}));
    cases[0] = Select.onSend(room, 1, () -> {});
    cases[1] = Select.onDefault(() -> {});
    cases[2] = Select.onTimeout(Duration.ZERO, () -> {});
    IllegalArgumentException e = assertRefused(() -> Select.select(cases));
    assertTrue(e.getMessage().contains("65536"), e::getMessage);
    assertTrue(e.getMessage().contains("65537"), e::getMessage);
    assertEquals(1, ready.len());
    assertEquals(0, room.len());
    // The default and the time-out do not count.
    cases[3] = cases[2];
    Select.select(cases);
    assertEquals(ready.len(), room.len());
    Select select = new Select();
    for (int i = 0; i < MOST; i++) {
      assertEquals(i, select.receive(room).index());
    }
    assertRefused(() -> select.receive(room));
    assertRefused(() -> select.send(room));
    assertEquals("select of 65536 clauses", select.toString());
  }

  @Test
  @DisplayName("S22 two defaults are refused, and nothing has been received or sent")
  void s22TwoDefaults() {
    Chan<Integer> ready = Chan.make(1);
    ready.send(1);
    Case d = Select.onDefault(() -> {});
    assertRefused(() -> Select.select(d, Select.onReceive(ready, v -> {}), d));
    assertEquals(1, ready.len());
  }

  @Test
  @DisplayName("null is refused where it can mean nothing, and nothing has been received or sent")
  void nulls() {
    Chan<Integer> ready = Chan.make(1);
    ready.send(1);
    Case receive = Select.onReceive(ready, v -> {});
    assertNull(refusedNull(() -> Select.select(receive, null)));
    refusedNull(() -> Select.select((Case[]) null));
    refusedNull(() -> Select.onReceive(ready, null));
    refusedNull(() -> Select.onReceiveOk(ready, null));
    refusedNull(() -> Select.onSend(ready, 1, null));
    refusedNull(() -> Select.onDefault(null));
    refusedNull(() -> Select.onTimeout(null, () -> {}));
    refusedNull(() -> Select.onTimeout(Duration.ZERO, null));
    Select select = new Select();
    var _ = select.receive(ready);
    refusedNull(() -> select.await(null));
    refusedNull(() -> select.awaitUntil(null));
    assertEquals(1, ready.len());
  }

  private static Object refusedNull(Executable call) {
    assertThrows(NullPointerException.class, call);
    return null;
  }

  @Test
  @DisplayName("a channel that is none of Sudog's own is refused by name")
  @SuppressWarnings("unchecked")
  void foreignChannel() {
    Class<?>[] both = {ReceiveChan.class, SendChan.class};
    Object foreign =
        Proxy.newProxyInstance(
            SelectRulesTest.class.getClassLoader(), both, (proxy, method, arguments) -> 0);
    ReceiveChan<Integer> in = (ReceiveChan<Integer>) foreign;
    SendChan<Integer> out = (SendChan<Integer>) foreign;
    Select select = new Select();
    Receive<Integer> from = select.receive(null);
    Send<Integer> to = select.send(null);
    for (Executable call :
        List.<Executable>of(
            () -> Select.onReceive(in, v -> {}),
            () -> Select.onReceiveOk(in, v -> {}),
            () -> Select.onSend(out, 1, () -> {}),
            () -> select.receive(in),
            () -> select.send(out),
            () -> from.channel(in),
            () -> to.channel(out))) {
      String message = assertRefused(call).getMessage();
      assertTrue(message.contains(foreign.getClass().getName()), message);
    }
    assertEquals("select of 2 clauses", select.toString());
  }

  // ---- one at a time --------------------------------------------------------------------------

  @Kinds
  @DisplayName("one that waits cannot be used by another, and can once it has ended")
  void twoAtOnce(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    Select select = new Select();
    Receive<String> from = select.receive(a);
    Send<String> to = select.send(b).value("v");
    try (Harness h = Harness.create()) {
      Harness.Child child = h.start(kind, () -> assertSame(from, select.await())).awaitParked();
      for (Executable call :
          List.<Executable>of(
              select::poll,
              select::await,
              () -> select.await(Duration.ZERO),
              () -> select.await(Duration.ofHours(1)),
              () -> select.awaitUntil(Context.background()),
              select::awaitInterruptibly,
              () -> select.receive(a),
              () -> select.send(b),
              () -> from.channel(b),
              () -> to.channel(a),
              () -> to.value("w"))) {
        assertThrows(IllegalStateException.class, call);
      }
      assertEquals("select of 2 clauses", select.toString());
      a.send("x");
      child.join();
      assertEquals("x", from.value());
      h.start(kind, () -> assertEquals("v", b.receive())).awaitParked();
      assertSame(to, select.await());
    }
    Queues.assertEmpty(a, b);
  }

  @Kinds
  @DisplayName("the cases of a statement may be used by many at once, again and again")
  void sharedCases(Kind kind) {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make(2);
    AtomicInteger sum = new AtomicInteger();
    Case[] cases = {
      Select.onReceive(a, sum::addAndGet), Select.onReceiveOk(b, r -> sum.addAndGet(r.value()))
    };
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 4; i++) {
        h.start(
            kind,
            () -> {
              for (int n = 0; n < 250; n++) {
                Select.select(cases);
              }
            });
      }
      for (int n = 0; n < 500; n++) {
        a.send(1);
        b.send(1);
      }
    }
    assertEquals(1_000, sum.get());
  }

  // ---- bodies ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("an exception of a body comes through, after its operation, and does no harm")
  void bodyThrows(Kind kind) {
    Chan<String> a = Chan.make(1);
    IllegalArgumentException mine = new IllegalArgumentException("mine");
    Runnable throwing =
        () -> {
          throw mine;
        };
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 3; i++) {
              assertSame(mine, assertRefused(() -> Select.select(Select.onSend(a, "v", throwing))));
              assertEquals(1, a.len());
              assertSame(
                  mine,
                  assertRefused(() -> Select.select(Select.onReceive(a, v -> throwing.run()))));
              assertEquals(0, a.len());
              assertSame(
                  mine,
                  assertRefused(
                      () ->
                          Select.select(Select.onReceive(a, v -> {}), Select.onDefault(throwing))));
              assertSame(
                  mine,
                  assertRefused(
                      () ->
                          Select.select(
                              Select.onReceive(a, v -> {}),
                              Select.onTimeout(Duration.ofNanos(1), throwing))));
              assertEquals(Selection.NONE, Selection.of(Form.STATEMENT).receive(a).poll());
            }
          });
    }
    Queues.assertEmpty(a);
  }

  @Kinds
  @DisplayName("a body may select, wait in it, and so on down")
  void nested(Kind kind) {
    Chan<Integer> a = Chan.make();
    Chan<Integer> b = Chan.make();
    List<String> log = Harness.sharedList();
    try (Harness h = Harness.create()) {
      Harness.Child child = h.start(kind, () -> nest(a, b, 4, log)).awaitParked();
      for (int i = 4; i > 0; i--) {
        child.awaitParked();
        (i % 2 == 0 ? a : b).send(i);
      }
    }
    assertEquals(
        List.of("a4", "b3", "a2", "b1", "end", "1 done", "2 done", "3 done", "4 done"), log);
    Queues.assertEmpty(a, b);
  }

  private static void nest(Chan<Integer> a, Chan<Integer> b, int depth, List<String> log) {
    if (depth == 0) {
      Select.select(
          Select.onReceive(a, v -> {}),
          Select.onReceive(b, v -> {}),
          Select.onDefault(() -> log.add("end")));
      return;
    }
    Select.select(
        Select.onReceive(
            a,
            v -> {
              log.add("a" + v);
              nest(a, b, depth - 1, log);
              log.add(v + " done");
            }),
        Select.onReceiveOk(
            b,
            r -> {
              log.add("b" + r.value());
              nest(a, b, depth - 1, log);
              log.add(r.value() + " done");
            }));
  }
}
