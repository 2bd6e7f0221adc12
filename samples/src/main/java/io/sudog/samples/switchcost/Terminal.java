package io.sudog.samples.switchcost;

import io.sudog.samples.cli.Output;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How wide the terminal is. */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 80;

  private Terminal() {}

  /** COLUMNS where it is set, else what {@code stty} says of the terminal, else 80. */
  static int columns() {
    return columns(System::getenv, Output.isTerminal() ? Terminal::sttySize : () -> "");
  }

  static int columns(Function<String, @Nullable String> environment, Supplier<String> stty) {
    return positive(environment.apply("COLUMNS"))
        .or(() -> positive(stty.get().replaceFirst("^\\d+ ", "")))
        .orElse(DEFAULT_COLUMNS);
  }

  private static Optional<Integer> positive(@Nullable String number) {
    try {
      return Optional.ofNullable(number)
          .map(String::strip)
          .map(Integer::valueOf)
          .filter(n -> n > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String sttySize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // no stty here, as on Windows
    }
  }
}
