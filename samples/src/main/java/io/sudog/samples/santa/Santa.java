package io.sudog.samples.santa;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.ReceiveChan;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.function.Consumer;

/** Santa himself. */
final class Santa {
  private final Workshop workshop;
  private final Consumer<Visit> diary;

  /**
   * Makes a Santa.
   *
   * @param workshop where he works
   * @param diary gets every visit, while the visitors are in
   */
  Santa(Workshop workshop, Consumer<Visit> diary) {
    this.workshop = workshop;
    this.diary = diary;
  }

  /**
   * Sleeps until a party is ready, works with it, and so on. Call it in a goroutine.
   *
   * @param reindeer parties that come first
   * @param elves parties that have to wait when there are reindeer
   * @param christmases how often to set out with the reindeer before this returns
   */
  void work(ReceiveChan<Party> reindeer, ReceiveChan<Party> elves, int christmases) {
    Select select = Select.inOrder();
    Receive<Party> sleigh = select.receive(reindeer);
    Receive<Party> study = select.receive(elves);
    for (int over = 0; over < christmases; ) {
      if (select.await() == sleigh) {
        meet(requireNonNull(sleigh.value()));
        over++;
      } else {
        meet(requireNonNull(study.value()));
      }
    }
  }

  private void meet(Party party) {
    party.meet(
        () -> {
          workshop.requireParty(party.visit().kind());
          diary.accept(party.visit());
        });
  }
}
