package io.sudog.samples.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Goroutine;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.select.Select;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class ServerTest {
  @Test
  void theEndOfTheContextEndsServerAndHandlers() {
    SocketPrograms.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Listener listener = Sockets.listen("--listen", "127.0.0.1:0");
            Chan<Boolean> arrived = Chan.make();
            WaitGroup serving = new WaitGroup();
            serving.go(
                () ->
                    new Server(ctx)
                        .serve(
                            listener,
                            (inner, _) -> {
                              arrived.send(true);
                              inner.done().receive();
                              throw new EOFException("of one connection, and of nothing else");
                            }));
            try (Conn one = Net.dial("tcp", Sockets.text(listener.address()));
                Conn two = Net.dial("tcp", Sockets.text(listener.address()))) {
              arrived.receive();
              arrived.receive();
              ctx.cancel();
              serving.await();
              assertEquals(-1, one.read(ByteBuffer.allocate(1)));
              assertEquals(-1, two.read(ByteBuffer.allocate(1)));
            }
          }
        });
  }

  @Test
  void aListenerThatFailsIsAFailureAndEndsTheHandlersToo() {
    SocketPrograms.run(
        () -> {
          Listener listener = Sockets.listen("--listen", "127.0.0.1:0");
          try (Conn _ = Net.dial("tcp", Sockets.text(listener.address()))) {
            Server server = new Server(Context.background());
            assertThrows(
                ClosedChannelException.class,
                () ->
                    server.serve(
                        listener,
                        (ctx, _) -> {
                          listener.close();
                          ctx.done().receive();
                        }));
          }
        });
  }

  @Test
  void whileAllPlacesAreTakenNobodyIsServedAndTheEndComesAllTheSame() {
    SocketPrograms.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Listener listener = Sockets.listen("--listen", "127.0.0.1:0");
            Chan<Conn> arrived = Chan.make();
            Chan<Boolean> next = Chan.make();
            WaitGroup serving = new WaitGroup();
            Goroutine server =
                serving.go(
                    () ->
                        new Server(ctx, 1)
                            .serve(
                                listener,
                                (inner, conn) -> {
                                  arrived.send(conn);
                                  Select.select(
                                      Select.onReceive(next, _ -> {}),
                                      Select.onReceive(inner.done(), _ -> {}));
                                }));
            try (Conn one = Net.dial("tcp", Sockets.text(listener.address()));
                Conn two = Net.dial("tcp", Sockets.text(listener.address()))) {
              assertEquals(one.localAddress(), arrived.receive().remoteAddress());
              Await.waiting(server, "semacquire");
              assertFalse(arrived.tryReceive().ok());
              next.send(true);
              assertEquals(two.localAddress(), arrived.receive().remoteAddress());
              Await.waiting(server, "semacquire");
            }
            ctx.cancel();
            serving.await();
          }
        });
  }
}
