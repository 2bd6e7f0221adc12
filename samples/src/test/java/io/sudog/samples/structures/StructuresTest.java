package io.sudog.samples.structures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructuresTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new StructuresCommand(out), args);
  }

  @Test
  void everyNumberArrivesWithItsAnswer() {
    CommandRun run = run("--numbers", "30");
    assertEquals(Cli.OK, run.exitCode(), run.err());
    List<String> lines = run.out().lines().toList();
    TreeSet<String> expected = new TreeSet<>();
    IntStream.rangeClosed(1, 30).forEach(i -> expected.add(i + " came back as " + (i + 100)));
    assertEquals(expected, new TreeSet<>(lines.subList(0, 30)));
    assertEquals(List.of("then: closed"), lines.subList(30, lines.size()));
  }

  @Test
  void aBadNumberIsAUsageError() {
    CommandRun run = run("--numbers", "-1");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--numbers is -1"), run.err());
  }

  @Test
  void whatDoesNotWaitSaysSo() {
    BoundedQueue<String> queue = new BoundedQueue<>(1);
    assertNull(queue.poll());
    assertTrue(queue.offer("a"));
    assertFalse(queue.offer("b"));
    assertEquals("a", queue.take());

    Permits permits = new Permits(1);
    assertThrows(IllegalStateException.class, permits::release);
    assertTrue(permits.tryAcquire());
    assertFalse(permits.tryAcquire());
    permits.release();
    assertTrue(permits.tryAcquire());
  }

  @Test
  void urgentLettersComeFirst() {
    try (CancelContext hours = Context.withCancel(Context.background())) {
      Mailbox mailbox = new Mailbox(2, hours);
      mailbox.post("slow", false);
      mailbox.post("fast", true);
      hours.cancel();
      assertEquals("fast", mailbox.take());
      assertEquals("slow", mailbox.take());
      assertEquals("closed", mailbox.take());
    }
  }
}
