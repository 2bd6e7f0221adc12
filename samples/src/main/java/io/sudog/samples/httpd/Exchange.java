package io.sudog.samples.httpd;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, for the log.
 *
 * @param client the address it came from
 * @param request null where none could be made of what came
 * @param status the answer's
 * @param bytes how many of the answer's content were written
 */
record Exchange(String client, @Nullable Request request, Status status, long bytes) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** A line of the common log format. */
  String line(Instant now) {
    String what =
        request == null
            ? "-"
            : "%s %s HTTP/1.%d"
                .formatted(
                    request.method(), request.target().replace("\"", "%22"), request.minor());
    return "%s - - [%s] \"%s\" %d %d"
        .formatted(client, TIME.format(now), what, status.code(), bytes);
  }
}
