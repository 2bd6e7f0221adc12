package io.sudog.bench.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CacheLineCanaryTest {
  @Test
  void endsAndTellsATime() throws InterruptedException {
    assertTrue(CacheLineCanary.roundTripNanos() > 0);
  }
}
