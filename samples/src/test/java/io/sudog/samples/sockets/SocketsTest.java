package io.sudog.samples.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.net.Listener;
import io.sudog.samples.cli.SampleException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:80", "localhost:1", "[::1]:65535", ":5432"})
  void addressesToDialAreTaken(String address) {
    Sockets.requireDialable("--to", address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", "::1:80", "[::1:80", "[]:1"})
  void otherAddressesAreRefusedByNameWithTheOption(String address) {
    String message =
        assertThrows(SampleException.class, () -> Sockets.requireDialable("--to", address))
            .getMessage();
    assertTrue(message.startsWith("--to is '" + address + "': give host:port"), message);
  }

  @Test
  void anAddressInUseOrMalformedIsNamedWithTheOption() {
    Go.run(
        () -> {
          try (Listener listener = Sockets.listen("--listen", "127.0.0.1:0")) {
            String address = Sockets.text(listener.address());
            String inUse = messageFor(address);
            assertTrue(inUse.startsWith("--listen " + address + ": cannot listen there: "), inUse);
            assertTrue(inUse.endsWith("and a free port, or port 0 for any"), inUse);
          }
          String malformed = messageFor("127.0.0.1");
          assertTrue(malformed.startsWith("--listen: address \"127.0.0.1\": "), malformed);
        });
  }

  @Test
  void aHostThatIsUnknownIsNamedWithTheOption() {
    // By RFC 6761 never a name.
    String message = messageFor("nobody.invalid:1");
    assertTrue(message.startsWith("--listen nobody.invalid:1: cannot listen there: "), message);
    assertTrue(message.contains("unknown host"), message);
  }

  private static String messageFor(String address) {
    return assertThrows(SampleException.class, () -> Sockets.listen("--listen", address))
        .getMessage();
  }

  @Test
  void addressesAreWrittenAsTheyAreDialled() {
    assertEquals("127.0.0.1:80", text("127.0.0.1"));
    assertEquals("[0:0:0:0:0:0:0:1]:80", text("::1"));
    assertEquals("0:0:0:0:0:0:0:1", Sockets.host(socket("::1")));
  }

  private static String text(String host) {
    return Sockets.text(socket(host));
  }

  private static InetSocketAddress socket(String host) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), 80);
  }

  @Test
  void moreThanThereAreDescriptorsForIsAnError() {
    SampleException e =
        assertThrows(
            SampleException.class,
            () -> Sockets.requireDescriptors("--many", Integer.MAX_VALUE, 2));
    assertTrue(e.getMessage().startsWith("--many 2147483647 takes too many"), e.getMessage());
    Sockets.requireDescriptors("--few", 1, 1);
  }
}
