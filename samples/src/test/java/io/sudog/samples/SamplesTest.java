package io.sudog.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void aSampleIsFoundByItsNameAlone() {
    assertEquals(Optional.of("hello"), Samples.find("hello").map(Sample::name));
    assertEquals(Optional.empty(), Samples.find("hell"));
    assertEquals(Optional.empty(), Samples.find("Hello"));
  }

  @Test
  void namesAreUniqueAndFitTheListing() {
    assertEquals(Samples.all().size(), Samples.all().stream().map(Sample::name).distinct().count());
    for (Sample sample : Samples.all()) {
      assertTrue(sample.name().matches("[a-z0-9]+"), sample::toString);
      assertFalse(sample.summary().isBlank(), sample::toString);
      assertFalse(sample.summary().contains("\n"), sample::toString);
    }
  }

  @Test
  void aTypoFindsTheName() {
    assertEquals("hello", Samples.suggestions("helo").getFirst());
    assertEquals("hello", Samples.suggestions("HELLO").getFirst());
    assertEquals("hello", Samples.suggestions("h").getFirst());
  }

  @Test
  void aWordLikeNoNameFindsNothing() {
    assertEquals(List.of(), Samples.suggestions("zzzzzzzzzzzz"));
  }
}
