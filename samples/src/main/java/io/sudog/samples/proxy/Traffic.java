package io.sudog.samples.proxy;

import java.time.Duration;
import java.util.Locale;

/**
 * What has gone through the proxy so far.
 *
 * @param open connections under way
 * @param total connections there have been
 * @param failed those of them that could not be dialled or broke
 * @param sent bytes to the target
 * @param received bytes from the target
 */
record Traffic(int open, long total, long failed, long sent, long received) {
  private static final double KIB = 1024;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** How fast it went since an earlier time. */
  String since(Traffic earlier, Duration time) {
    double seconds = Math.max(time.toNanos(), 1) / 1e9;
    return "%d open, %d in all, %d failed; %s/s to the target, %s/s from it"
        .formatted(
            open,
            total,
            failed,
            size((double) (sent - earlier.sent) / seconds),
            size((double) (received - earlier.received) / seconds));
  }

  /** What it is in the end. */
  String summary() {
    return "connections: %d, failed: %d; %s to the target, %s from it"
        .formatted(total, failed, size((double) sent), size((double) received));
  }

  private static String size(double bytes) {
    int unit = 0;
    while (bytes >= KIB && unit < UNITS.length - 1) {
      bytes /= KIB;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, UNITS[unit]);
  }
}
