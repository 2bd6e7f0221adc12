package io.sudog.select;

/**
 * A case of a {@link Select} in its loop form: {@link Receive} or {@link Send}. Belongs to the
 * goroutine that uses the select, as that does.
 */
public abstract sealed class Clause permits Receive, Send {
  final SelectOp op;
  final SelectCase mine;

  Clause(SelectOp op, SelectCase mine) {
    this.op = op;
    this.mine = mine;
  }

  /**
   * This clause's place.
   *
   * @return 0 for the first that was added, and so on; for a {@code switch}
   */
  public final int index() {
    return mine.index;
  }
}
