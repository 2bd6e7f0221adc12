package io.sudog.samples.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Listener;
import io.sudog.samples.sockets.Server;
import io.sudog.samples.sockets.SocketPrograms;
import io.sudog.samples.sockets.Sockets;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Ticker;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private static final ReceiveChan<?> NEVER = Chan.nil();

  private interface Body {
    void run(String address) throws Exception;
  }

  /** Runs a program beside a server. */
  private static void against(Server.Handler handler, Body body) {
    SocketPrograms.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Listener listener = Sockets.listen("--serve", "127.0.0.1:0");
            WaitGroup serving = new WaitGroup();
            serving.go(() -> new Server(ctx).serve(listener, handler));
            body.run(Sockets.text(listener.address()));
            ctx.cancel();
            serving.await();
          }
        });
  }

  private static Plan plan(String address, int connections, int size, Duration length) {
    return new Plan(address, connections, size, Duration.ZERO, length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 64, 65_536})
  void everyConnectionExchangesMessagesOfAnySize(int size) {
    AtomicInteger accepted = new AtomicInteger();
    against(
        (ctx, conn) -> {
          accepted.incrementAndGet();
          Echo.serve(ctx, conn);
        },
        address -> {
          // Until there is one: on a slow machine the time may be over before.
          Result result;
          do {
            accepted.set(0);
            Plan plan = plan(address, 20, size, Duration.ofMillis(100));
            result = new Load(plan, NEVER, _ -> {}).run(Context.background());
            assertEquals(20, accepted.get());
          } while (result.messages() == 0);
          assertTrue(result.latencies().getMinValue() > 0);
          assertTrue(result.elapsed().compareTo(Duration.ofMillis(100)) >= 0);
        });
  }

  @Test
  void theWarmUpIsToldButNotMeasured() {
    against(
        Echo::serve,
        address -> {
          // An end within the warm-up, after messages.
          try (CancelContext ctx = Context.withCancel(Context.background());
              Ticker ticker = Ticker.start(Duration.ofMillis(1))) {
            Plan plan = new Plan(address, 2, 64, Duration.ofHours(1), Duration.ofHours(1));
            Load load =
                new Load(
                    plan,
                    ticker.channel(),
                    p -> {
                      assertTrue(p.warmingUp());
                      if (p.messages() > 0) {
                        ctx.cancel();
                      }
                    });
            assertEquals(0, load.run(ctx).messages());
          }
        });
  }

  @Test
  void theEndOfTheContextEndsItWithWhatItHas() {
    against(
        Echo::serve,
        address -> {
          try (CancelContext ctx = Context.withCancel(Context.background());
              Ticker ticker = Ticker.start(Duration.ofMillis(1))) {
            Plan plan = plan(address, 3, 64, Duration.ofHours(1));
            long[] told = {0};
            Result result =
                new Load(
                        plan,
                        ticker.channel(),
                        p -> {
                          // A tick may come before the end of a warm-up of no length.
                          told[0] += p.warmingUp() ? 0 : p.messages();
                          if (told[0] > 0) {
                            ctx.cancel();
                          }
                        })
                    .run(ctx);
            assertTrue(result.messages() >= told[0]);
          }
        });
  }

  @Test
  void anotherEchoIsAnError() {
    against(
        (_, conn) -> {
          ByteBuffer buffer = ByteBuffer.allocate(64);
          while (conn.read(buffer.clear()) >= 0) {
            buffer.flip();
            buffer.put(buffer.limit() - 1, (byte) (buffer.get(buffer.limit() - 1) + 1));
            conn.write(buffer);
          }
        },
        address -> {
          Plan plan = plan(address, 3, 64, Duration.ofHours(1));
          IOException e =
              assertThrows(
                  IOException.class,
                  () -> new Load(plan, NEVER, _ -> {}).run(Context.background()));
          assertTrue(e.getMessage().contains("is not what was sent"), e::getMessage);
        });
  }

  @Test
  void aServerThatHangsUpEndsAll() {
    AtomicInteger accepted = new AtomicInteger();
    against(
        (ctx, conn) -> {
          if (accepted.incrementAndGet() == 2) {
            // With input unread the close would be a reset.
            conn.read(ByteBuffer.allocate(64));
          } else {
            Echo.serve(ctx, conn);
          }
        },
        address ->
            assertThrows(
                EOFException.class,
                () ->
                    new Load(plan(address, 3, 64, Duration.ofHours(1)), NEVER, _ -> {})
                        .run(Context.background())));
  }

  @Test
  void whereNoServerIsTheDialFails() {
    SocketPrograms.run(
        () -> {
          String nobody;
          try (Listener listener = Sockets.listen("--serve", "127.0.0.1:0")) {
            nobody = Sockets.text(listener.address());
          }
          assertThrows(
              ConnectException.class,
              () ->
                  new Load(plan(nobody, 3, 64, Duration.ofHours(1)), NEVER, _ -> {})
                      .run(Context.background()));
        });
  }

  @Test
  void ratesAreForASecond() {
    assertEquals("2,000 messages/s", new Progress(false, 500, Duration.ofMillis(250)).toString());
    assertFalse(Double.isNaN(Result.rate(0, Duration.ZERO)));
  }
}
