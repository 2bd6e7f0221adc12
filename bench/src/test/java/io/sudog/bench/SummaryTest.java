package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void oddCountHasItsMiddleAsMedian() {
    assertEquals(new Summary(3, 2, 1, 30), Summary.of(List.of(30.0, 1.0, 2.0)));
  }

  @Test
  void evenCountHasTheMeanOfTheTwoInTheMiddle() {
    assertEquals(new Summary(4, 2.5, 1, 30), Summary.of(List.of(30.0, 1.0, 2.0, 3.0)));
  }

  @Test
  void oneValueIsAllThree() {
    assertEquals(new Summary(1, 7, 7, 7), Summary.of(List.of(7.0)));
  }

  @Test
  void nothingHasNoSummary() {
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
  }
}
