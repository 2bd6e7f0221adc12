package io.sudog.select;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One select, in whichever form: which of its cases is chosen, and what that received. */
final class Selection {
  /** Stands for the default, and for the time-out. */
  static final int NONE = -1;

  private final @Nullable Select select;
  private final List<Case> cases = new ArrayList<>();
  private final List<Clause> clauses = new ArrayList<>();
  private int chosen = NONE;
  private @Nullable Object value;
  private boolean ok;

  private Selection(@Nullable Select select) {
    this.select = select;
  }

  static Selection of(Form form) {
    return new Selection(form == Form.LOOP ? new Select() : null);
  }

  <T extends @Nullable Object> Selection receive(@Nullable ReceiveChan<T> c) {
    int me = cases.size() + clauses.size();
    if (select != null) {
      clauses.add(select.receive(c));
    } else {
      cases.add(
          Select.onReceiveOk(
              c,
              r -> {
                chosen = me;
                value = r.value();
                ok = r.ok();
              }));
    }
    return this;
  }

  <T extends @Nullable Object> Selection send(@Nullable SendChan<T> c, T v) {
    int me = cases.size() + clauses.size();
    if (select != null) {
      clauses.add(select.send(c).value(v));
    } else {
      cases.add(Select.onSend(c, v, () -> chosen = me));
    }
    return this;
  }

  /** Waits; the index of the case that was chosen. */
  int await() {
    begin();
    return select != null ? note(select.await()) : run(null);
  }

  /** Does not wait: with a default case. */
  int poll() {
    begin();
    return select != null ? note(select.poll()) : run(Select.onDefault(() -> chosen = NONE));
  }

  int await(Duration d) {
    begin();
    return select != null ? note(select.await(d)) : run(Select.onTimeout(d, () -> chosen = NONE));
  }

  private void begin() {
    chosen = -2;
    value = null;
    ok = false;
  }

  private int run(@Nullable Case extra) {
    List<Case> all = new ArrayList<>(cases);
    if (extra != null) {
      // Where it stands makes no difference.
      all.add(all.size() / 2, extra);
    }
    Select.select(all.toArray(Case[]::new));
    return chosen;
  }

  private int note(@Nullable Clause clause) {
    if (clause instanceof Receive<?> receive) {
      value = receive.value();
      ok = receive.ok();
    }
    chosen = clause == null ? NONE : clause.index();
    return chosen;
  }

  /** What the chosen case received. */
  @Nullable Object value() {
    return value;
  }

  /** Whether the chosen case received an element. */
  boolean ok() {
    return ok;
  }
}
