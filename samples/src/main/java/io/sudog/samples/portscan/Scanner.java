package io.sudog.samples.portscan;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.errgroup.ErrGroup;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;

/** Probes many ports, so many at a time. Used once. */
final class Scanner {
  /** What came of a probe. */
  private record Outcome(int port, State state) {}

  private final Prober prober;
  private final Ports ports;
  private final int limit;
  private final Chan<Outcome> outcomes = Chan.make();
  private final Findings findings;

  /**
   * Makes a scanner.
   *
   * @param prober looks at a port
   * @param ports at which
   * @param limit at how many at a time, at most
   */
  Scanner(Prober prober, Ports ports, int limit) {
    this.prober = prober;
    this.ports = ports;
    this.limit = limit;
    findings = new Findings(ports.count());
  }

  /**
   * Scans. When this returns or throws, all goroutines it started have ended.
   *
   * @param parent ends it early; then it returns
   * @param ticks when to tell how far it is
   * @param progress is told; in the calling goroutine, so it should be quick
   * @return what was found
   * @throws Exception what the first probe threw that failed
   */
  Findings scan(Context parent, ReceiveChan<?> ticks, Consumer<Findings> progress)
      throws Exception {
    ErrGroup feeder = ErrGroup.withContext(parent);
    feeder.go(() -> feed(feeder.context()));
    try {
      collect(ticks, progress);
    } finally {
      // Whoever still has an outcome to send finds somebody to take it, or it would stay for ever.
      for (Outcome _ : outcomes) {}
    }
    try {
      feeder.await();
    } catch (Exception e) {
      if (parent.err() == null) {
        throw e;
      }
    }
    progress.accept(findings);
    return findings;
  }

  private void feed(Context ctx) throws Exception {
    ErrGroup group = ErrGroup.withContext(ctx);
    group.setLimit(limit);
    try {
      Context probes = group.context();
      PrimitiveIterator.OfInt left = ports.stream().iterator();
      while (left.hasNext() && probes.err() == null) {
        int port = left.nextInt();
        group.go(() -> outcomes.send(new Outcome(port, prober.probe(probes, port))));
      }
      group.await();
    } finally {
      outcomes.close();
    }
  }

  private void collect(ReceiveChan<?> ticks, Consumer<Findings> progress) {
    Select select = new Select();
    Receive<Outcome> received = select.receive(outcomes);
    Receive<?> tick = select.receive(ticks);
    while (true) {
      if (select.await() == tick) {
        progress.accept(findings);
      } else if (received.ok()) {
        Outcome outcome = requireNonNull(received.value());
        findings.add(outcome.port, outcome.state);
      } else {
        return;
      }
    }
  }
}
