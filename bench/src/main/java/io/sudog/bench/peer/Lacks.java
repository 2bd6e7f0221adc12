package io.sudog.bench.peer;

import io.sudog.bench.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Why a library does not run a workload; the first pattern that a workload's name matches says. */
final class Lacks {
  private static final String NOTHING_LIKE_IT = "has nothing that does the same";

  private static final String STARVES =
      "runs on a scheduler where threads that keep yielding starve those that wake";

  private static final Map<String, Map<Pattern, String>> REASONS =
      Map.of(
          "jdk",
          reasons(
              "WakeBusy", STARVES,
              "ChanSync", "has PingPong for two threads in opposite phase",
              "Select.*", "cannot wait for one of several queues",
              "Timer.*|After|Ticker", "has scheduled tasks, which TimerStopFunc measures",
              "WaitGroup.*|Cond.*", "has latches and conditions with other rules",
              "Grow.*", "has no programs about growth, where Go alone is compared"),
          "jox",
          reasons(
              "WakeBusy", STARVES,
              "ChanSync", "has PingPong for two threads in opposite phase",
              "SelectTimeoutReset|SelectProdCons", "has no timers with a channel",
              "CreateGoroutines.*|.*Mutex.*|WaitGroup.*|Cond.*|Timer.*|After|Sleep.*|Ticker|Echo.*",
                  "has only channels; threads, locks, clocks and sockets are those of the column jdk",
              "Grow.*", "has no programs about growth, where Go alone is compared"),
          "kotlin",
          reasons(
              "ChanSync", "has PingPong for two coroutines in opposite phase",
              "SelectDefault.*", "has a select without a default",
              "SelectTimeoutReset|SelectProdCons", "has no timers with a channel",
              "RWMutex.*|WaitGroup.*|Cond.*", "has only Mutex and Semaphore",
              "Timer.*|After|Sleep1000|Ticker",
                  "has delays in milliseconds, which TimerStopFunc and Sleepers100000 measure",
              "Echo.*", "has no sockets",
              "Grow.*", "has no programs about growth, where Go alone is compared"));

  private Lacks() {}

  static String reason(String peer, Workload workload) {
    return REASONS.getOrDefault(peer, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().matcher(workload.name()).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NOTHING_LIKE_IT);
  }

  private static Map<Pattern, String> reasons(String... patternsAndReasons) {
    Map<Pattern, String> reasons = new LinkedHashMap<>();
    for (int i = 0; i < patternsAndReasons.length; i += 2) {
      reasons.put(Pattern.compile(patternsAndReasons[i]), patternsAndReasons[i + 1]);
    }
    return reasons;
  }
}
