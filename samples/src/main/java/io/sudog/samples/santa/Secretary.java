package io.sudog.samples.santa;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Task;
import java.util.ArrayList;
import java.util.List;

/** Makes parties of those who come, in the order they come. */
final class Secretary implements Task {
  private final Context ctx;
  private final Kind kind;
  private final ReceiveChan<Request> requests;
  private final SendChan<Party> parties;

  Secretary(Context ctx, Kind kind, ReceiveChan<Request> requests, SendChan<Party> parties) {
    this.ctx = ctx;
    this.kind = kind;
    this.requests = requests;
    this.parties = parties;
  }

  @Override
  public void run() {
    try {
      while (true) {
        List<Request> group = new ArrayList<>();
        while (group.size() < kind.partySize()) {
          group.add(requireNonNull(requests.receiveUntil(ctx)));
        }
        Party party = new Party(kind, group.stream().map(Request::name).toList());
        group.forEach(request -> request.party().send(party));
        parties.sendUntil(ctx, party);
      }
    } catch (CanceledException e) {
      // The last Christmas is over.
    }
  }
}
