package io.sudog.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The goroutine dump, in Go's format: the calling goroutine first, the others by id, each with its
 * wait reason, the channel it waits for, for how long if at least a minute, its stack without the
 * library's own frames, and where it was started.
 */
final class Dump {
  /** How many goroutines a report of a deadlock or a panic shows; a full dump shows all. */
  static final int REPORT_LIMIT = 100;

  private static final String RUNTIME = "io.sudog.runtime.";

  private Dump() {}

  static String of(Sched sched, int limit) {
    G self = Parking.currentG();
    // Ids are read once: they change while we sort, and a sort must not see that.
    List<Entry> live = new ArrayList<>();
    for (G g : sched.allGs().snapshot()) {
      long id = g.id();
      if (id != 0) {
        live.add(new Entry(g, g == self ? 0 : id));
      }
    }
    live.sort(Comparator.comparingLong(Entry::order));
    StringBuilder out = new StringBuilder();
    int shown = 0;
    long now = sched.nanoTime();
    for (Entry entry : live) {
      if (shown == limit) {
        out.append("\n...").append(live.size() - shown).append(" more goroutines\n");
        break;
      }
      if (append(out, entry.g(), now)) {
        shown++;
      }
    }
    return out.toString();
  }

  private record Entry(G g, long order) {}

  private static boolean append(StringBuilder out, G g, long now) {
    long id = g.id();
    Thread thread = g.thread();
    String state = state(g, now);
    String name = g.name();
    Site site = g.site();
    long creator = g.creatorId();
    StackTraceElement[] stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    if (id == 0 || g.id() != id) {
      // It ended, and perhaps began anew, under our eyes.
      return false;
    }
    if (!out.isEmpty()) {
      out.append('\n');
    }
    out.append("goroutine ").append(id).append(" [").append(state).append("]:");
    if (name != null) {
      out.append(" {name: ").append(name).append('}');
    }
    out.append('\n');
    appendStack(out, stack);
    if (site != null && creator != 0 && !g.isMain()) {
      out.append("created by ").append(site.method()).append(" in goroutine ").append(creator);
      out.append("\n\t").append(site.place()).append('\n');
    } else if (site != null && !g.isMain()) {
      out.append("created by ").append(site.method()).append("\n\t").append(site.place());
      out.append('\n');
    }
    return true;
  }

  private static String state(G g, long now) {
    String reason = g.waitReason();
    StringBuilder text = new StringBuilder();
    if (reason == null) {
      GState state = g.state();
      text.append(state.name().toLowerCase(java.util.Locale.ROOT));
    } else {
      text.append(reason);
      Object on = g.waitsOn();
      if (on != null) {
        text.append(", ").append(on);
      }
      long minutes = TimeUnit.NANOSECONDS.toMinutes(now - g.waitSince());
      if (minutes >= 1 && g.status() != G.JDK_WAIT) {
        text.append(", ").append(minutes).append(" minutes");
      }
    }
    if (g.isLockedToThread()) {
      text.append(", locked to thread");
    }
    return text.toString();
  }

  private static void appendStack(StringBuilder out, StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (isHidden(frame)) {
        continue;
      }
      out.append(frame.getClassName()).append('.').append(frame.getMethodName()).append("(...)\n");
      out.append('\t').append(place(frame)).append('\n');
    }
  }

  private static String place(StackTraceElement frame) {
    @Nullable String file = frame.getFileName();
    return file == null ? "unknown" : file + ":" + Math.max(0, frame.getLineNumber());
  }

  /** The frames of the switch itself, the same in each goroutine. */
  private static boolean isHidden(StackTraceElement frame) {
    String type = frame.getClassName();
    return (type.startsWith(RUNTIME) && type.lastIndexOf('.') == RUNTIME.length() - 1)
        || type.equals("java.lang.VirtualThread")
        || type.equals("java.lang.Thread")
        || type.startsWith("jdk.internal.vm.Continuation");
  }
}
