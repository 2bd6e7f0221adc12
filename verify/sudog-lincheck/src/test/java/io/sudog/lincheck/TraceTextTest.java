package io.sudog.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TraceTextTest {
  @Test
  void ourCallsGoAndWhatIsBelowMovesUp() {
    String trace =
        """
        | --------------------------------- |
        | put(1)               |            |
        |   Suspending.run(1)  |            |
        |     body()           |            |
        |       queue.put(1)   |            |
        |                      | take(): 1  |
        |         oldest = 1   |            |
        |     ended = true     |            |
        |   result: void       |            |""";
    String plain =
        """
        | --------------------------------- |
        | put(1)               |            |
        |   queue.put(1)       |            |
        |                      | take(): 1  |
        |     oldest = 1       |            |
        |   result: void       |            |""";
    assertEquals(plain, TraceText.of(trace));
  }

  @Test
  void aUsersCallOfTheSameNameStays() {
    String trace = "| put(1)    |\n|   body()  |\n|     run() |";
    assertEquals(trace, TraceText.of(trace));
  }
}
