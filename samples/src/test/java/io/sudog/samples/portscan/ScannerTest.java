package io.sudog.samples.portscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Listener;
import io.sudog.samples.sockets.SocketPrograms;
import io.sudog.samples.sockets.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
  private static final ReceiveChan<?> NEVER = Chan.nil();

  private static Findings scan(Prober prober, String ports, int limit) throws Exception {
    return new Scanner(prober, Ports.parse(ports), limit)
        .scan(Context.background(), NEVER, _ -> {});
  }

  @ParameterizedTest
  @CsvSource({"80, 80", "'80,22', '22, 80'", "'5-7,6,9', '5, 6, 7, 9'", "65535, 65535", "3-3, 3"})
  void portsAndRanges(String text, String ports) {
    assertEquals(
        ports, String.join(", ", Ports.parse(text).stream().mapToObj(String::valueOf).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0", "65536", "x", "3-", "-3", "7-5", "1,,2", "1-2-3"})
  void whatIsNoSetOfPorts(String text) {
    assertThrows(IllegalArgumentException.class, () -> Ports.parse(text));
  }

  @Test
  void openPortsAreFoundAmongOthers() {
    SocketPrograms.run(
        () -> {
          Listener closed = Sockets.listen("--listen", "127.0.0.1:0");
          try (Listener one = Sockets.listen("--listen", "127.0.0.1:0");
              Listener two = Sockets.listen("--listen", "127.0.0.1:0");
              closed) {
            closed.close();
            Findings findings =
                scan(
                    new Dial(InetAddress.getLoopbackAddress(), Duration.ofMinutes(1)),
                    port(one) + "," + port(two) + "," + port(closed),
                    2);
            assertEquals(
                List.of(Math.min(port(one), port(two)), Math.max(port(one), port(two))),
                List.copyOf(findings.open()));
            assertEquals(1, findings.count(State.CLOSED));
            assertTrue(findings.isComplete());
          }
        });
  }

  private static int port(Listener listener) {
    return ((InetSocketAddress) listener.address()).getPort();
  }

  @Test
  void manyDialsLeaveNoDescriptor() {
    SocketPrograms.run(
        () -> {
          try (Listener listener = Sockets.listen("--listen", "127.0.0.1:0")) {
            Dial dial = new Dial(InetAddress.getLoopbackAddress(), Duration.ofMinutes(1));
            // All to one port: whatever the number, somebody is there.
            Findings findings = scan((ctx, _) -> dial.probe(ctx, port(listener)), "1-500", 50);
            assertEquals(500, findings.open().size());
          }
        });
  }

  @Test
  void aPortThatDoesNotAnswerInTimeIsSilent() {
    SocketPrograms.run(
        () ->
            assertEquals(
                State.SILENT,
                new Dial(InetAddress.getLoopbackAddress(), Duration.ZERO)
                    .probe(Context.background(), 1)));
  }

  @Test
  void theLimitIsReachedButNotExceeded() {
    SocketPrograms.run(
        () -> {
          AtomicInteger now = new AtomicInteger();
          Chan<Boolean> three = Chan.make();
          Findings findings =
              scan(
                  (_, port) -> {
                    int n = now.incrementAndGet();
                    assertTrue(n <= 3, () -> n + " at a time");
                    // The first three wait for each other.
                    if (port == 3) {
                      three.close();
                    }
                    three.receive();
                    now.decrementAndGet();
                    return State.CLOSED;
                  },
                  "1-100",
                  3);
          assertEquals(100, findings.count(State.CLOSED));
          assertEquals("scanned 100 of 100 ports: open 0, closed 100, silent 0", findings + "");
        });
  }

  @Test
  void aProbeThatFailsEndsTheScan() {
    SocketPrograms.run(
        () -> {
          AtomicInteger probes = new AtomicInteger();
          IOException failure = new SocketException("Too many open files");
          assertSame(
              failure,
              assertThrows(
                  IOException.class,
                  () ->
                      scan(
                          (ctx, port) -> {
                            probes.incrementAndGet();
                            if (port == 2) {
                              throw failure;
                            }
                            ctx.done().receive();
                            return State.SILENT;
                          },
                          "1-65535",
                          2)));
          // One more may have been waiting for its place.
          assertTrue(probes.get() <= 3, probes::toString);
        });
  }

  @Test
  void theEndOfTheContextEndsItWithWhatItHas() {
    SocketPrograms.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Findings findings =
                new Scanner(
                        (inner, port) -> {
                          if (port == 2) {
                            ctx.cancel();
                            inner.done().receive();
                          }
                          return State.OPEN;
                        },
                        Ports.parse("1-65535"),
                        1)
                    .scan(ctx, NEVER, _ -> {});
            assertTrue(findings.open().contains(1));
            assertFalse(findings.isComplete());
          }
        });
  }
}
