package io.sudog.samples.santa;

import java.util.List;
import java.util.stream.IntStream;

/** Who comes to Santa. */
enum Kind {
  REINDEER(9),
  ELF(3);

  private final int partySize;

  Kind(int partySize) {
    this.partySize = partySize;
  }

  /** How many come together. */
  int partySize() {
    return partySize;
  }

  /** All there are. */
  List<String> names() {
    return switch (this) {
      case REINDEER ->
          List.of(
              "Dasher", "Dancer", "Prancer", "Vixen", "Comet", "Cupid", "Donner", "Blitzen",
              "Rudolph");
      case ELF -> IntStream.rangeClosed(1, 10).mapToObj(number -> "elf " + number).toList();
    };
  }
}
