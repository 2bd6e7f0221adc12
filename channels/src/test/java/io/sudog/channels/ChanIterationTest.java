package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Iterators and streams over channels. */
@DisplayName("Ranging over a channel")
class ChanIterationTest {
  private static Chan<Integer> closedWith(Integer... values) {
    Chan<Integer> c = Chan.make(values.length);
    Arrays.asList(values).forEach(c::send);
    c.close();
    return c;
  }

  private static Iterator<Integer> iterate(Chan<Integer> c) {
    return c.iterator();
  }

  @Test
  @DisplayName("hasNext takes the element it announces, once")
  void hasNextTakes() {
    Chan<Integer> c = closedWith(1, 2);
    Iterator<Integer> it = iterate(c);
    assertEquals(2, c.len());
    assertTrue(it.hasNext());
    assertEquals(1, c.len());
    assertTrue(it.hasNext());
    assertEquals(1, c.len());
    assertEquals(1, it.next());
    assertEquals(1, c.len());
    assertEquals(2, it.next());
    assertFalse(it.hasNext());
    assertFalse(it.hasNext());
  }

  @Test
  @DisplayName("an iterator dropped after hasNext loses that element; after next it loses none")
  void droppedIterator() {
    Chan<Integer> c = closedWith(1, 2, 3);
    assertTrue(iterate(c).hasNext());
    assertEquals(2, iterate(c).next());
    assertEquals(3, c.receive());
    assertNull(c.receive());
  }

  @Test
  @DisplayName("next without hasNext works, and throws at the end, again and again")
  void nextAtTheEnd() {
    Iterator<Integer> it = iterate(closedWith(1));
    assertEquals(1, it.next());
    assertThrows(NoSuchElementException.class, it::next);
    assertFalse(it.hasNext());
    NoSuchElementException e = assertThrows(NoSuchElementException.class, it::next);
    assertTrue(e.getMessage().contains("closed"));
    assertThrows(UnsupportedOperationException.class, it::remove);
  }

  @Test
  @DisplayName("C18 null elements are iterated over")
  void nullElements() {
    Iterator<Integer> it = iterate(closedWith(null, 1, null));
    assertTrue(it.hasNext());
    assertNull(it.next());
    assertEquals(1, it.next());
    assertTrue(it.hasNext());
    assertNull(it.next());
    assertFalse(it.hasNext());
    assertEquals(
        Arrays.asList(null, 1, null),
        closedWith(null, 1, null).stream().collect(Collectors.toList()));
  }

  @Capacities
  @Kinds
  @DisplayName("C26 iterators share the elements, each in order")
  void iteratorsShare(int cap, Kind kind) {
    int n = 400;
    Chan<Integer> c = Chan.make(cap);
    List<Integer> all = Harness.sharedList();
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 3; i++) {
        h.start(
            kind,
            () -> {
              int last = -1;
              for (int v : c) {
                assertTrue(v > last);
                last = v;
                all.add(v);
              }
            });
      }
      h.run(
          kind,
          () -> {
            for (int i = 0; i < n; i++) {
              c.send(i);
            }
            c.close();
          });
    }
    assertEquals(n, all.size());
    assertEquals(n, new TreeSet<>(all).size());
  }

  @Kinds
  @DisplayName("hasNext waits for the element, and for the end")
  void hasNextWaits(Kind kind) {
    Chan<Integer> c = Chan.make();
    AtomicInteger seen = new AtomicInteger();
    try (Harness h = Harness.create()) {
      Harness.Child ranging =
          h.start(
              kind,
              () -> {
                for (int v : c) {
                  seen.set(v);
                }
              });
      for (int i = 1; i < 4; i++) {
        ranging.awaitParked();
        c.send(i);
        ranging.awaitParked();
        assertEquals(i, seen.get());
      }
      c.close();
    }
  }

  @Capacities
  @Kinds
  @DisplayName("a stream yields all, in order, until the channel is closed and drained")
  void streamYieldsAll(int cap, Kind kind) {
    Chan<Integer> c = Chan.make(cap);
    try (Harness h = Harness.create()) {
      h.start(
          kind,
          () -> {
            for (int i = 0; i < 300; i++) {
              c.send(i);
            }
            c.close();
          });
      h.run(
          kind,
          () -> {
            try (Stream<Integer> stream = c.stream()) {
              assertFalse(stream.isParallel());
              assertEquals(IntStream.range(0, 300).boxed().toList(), stream.map(v -> v).toList());
            }
          });
    }
  }

  @Test
  @DisplayName("a stream takes nothing before its terminal operation")
  void streamIsLazy() {
    Chan<Integer> c = closedWith(1, 2, 3);
    Stream<Integer> stream = c.stream().filter(v -> v > 1);
    assertEquals(3, c.len());
    assertEquals(Optional.of(2), stream.findFirst());
  }

  @Test
  @DisplayName("a stream ended early has taken at most one element more than it used")
  void streamEndedEarly() {
    Chan<Integer> c = closedWith(0, 1, 2, 3, 4, 5);
    assertEquals(List.of(0, 1, 2), c.stream().limit(3).toList());
    assertTrue(c.len() == 3 || c.len() == 2, c::toString);
    c = closedWith(0, 1, 2, 3, 4, 5);
    assertEquals(Optional.of(0), c.stream().findFirst());
    assertTrue(c.len() == 5 || c.len() == 4, c::toString);
    c = closedWith(0, 1, 2, 3, 4, 5);
    assertTrue(c.stream().anyMatch(v -> v == 2));
    assertTrue(c.len() == 3 || c.len() == 2, c::toString);
    c = closedWith(0, 1, 2, 3, 4, 5);
    assertEquals(List.of(0, 1), c.stream().takeWhile(v -> v < 2).toList());
    assertTrue(c.len() >= 2, c::toString);
  }

  @Kinds
  @DisplayName("a limited stream does not wait for an element it will not use")
  void limitedStreamDoesNotWait(Kind kind) {
    Chan<Integer> c = Chan.make(3);
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            c.send(1);
            c.send(2);
            assertEquals(List.of(1, 2), c.stream().limit(2).toList());
          });
    }
  }
}
