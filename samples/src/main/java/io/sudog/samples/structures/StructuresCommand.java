package io.sudog.samples.structures;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code structures}: porters, a clerk and a mailbox. */
@Command(
    name = "sudog run structures",
    description = "Numbers go through a queue, a semaphore, a rendezvous and a mailbox.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:All numbers have arrived.", "2:The arguments are wrong."})
public final class StructuresCommand implements Callable<Integer> {
  private static final int MAX = 1_000_000;
  private static final int ROOM = 4;
  private static final int PORTERS = 4;
  private static final int AT_A_TIME = 2;

  // The clerk adds it; so a letter shows that somebody met him.
  private static final int ADDED = 100;

  // Every so many letters one is urgent.
  private static final int URGENT = 4;

  private final Output out;

  @Option(
      names = {"-n", "--numbers"},
      paramLabel = "N",
      defaultValue = "12",
      description = "How many numbers. Default: ${DEFAULT-VALUE}.")
  private int numbers;

  StructuresCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    PrintWriter err = Cli.standardError();
    return Cli.execute(new StructuresCommand(Output.standard()), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--numbers", numbers, 0, MAX);
    Go.run(this::work);
    return Cli.OK;
  }

  private void work() {
    BoundedQueue<Integer> queue = new BoundedQueue<>(ROOM);
    Permits permits = new Permits(AT_A_TIME);
    Meeting meeting = new Meeting();
    try (CancelContext hours = Context.withCancel(Context.background())) {
      Mailbox mailbox = new Mailbox(ROOM, hours);
      Go.go("clerk", () -> answerAll(meeting));
      for (int i = 0; i < PORTERS; i++) {
        Go.go("porter", () -> carryAll(queue, permits, meeting, mailbox));
      }
      Go.go("sender", () -> putAll(queue));
      for (int i = 0; i < numbers; i++) {
        out.line(mailbox.take());
      }
      hours.cancel();
      out.line("then: " + mailbox.take());
      out.flush();
    }
  }

  private void putAll(BoundedQueue<Integer> queue) {
    for (int number = 1; number <= numbers; number++) {
      queue.put(number);
    }
  }

  private static void carryAll(
      BoundedQueue<Integer> queue, Permits permits, Meeting meeting, Mailbox mailbox) {
    while (true) {
      int number = queue.take();
      permits.acquire();
      int answer = meeting.ask(number);
      permits.release();
      mailbox.post(number + " came back as " + answer, number % URGENT == 0);
    }
  }

  private static void answerAll(Meeting meeting) {
    while (true) {
      meeting.answer(ADDED);
    }
  }
}
