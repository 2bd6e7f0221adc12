package io.sudog.samples.santa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.santa.NorthPole.Pause;
import io.sudog.testing.Await;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SantaTest {
  private static final Pause YIELD = _ -> Go.gosched();

  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new SantaCommand(out), args);
  }

  /** A party whose members stand at the door. */
  private static Party party(Kind kind, Workshop workshop) {
    Party party = new Party(kind, kind.names().subList(0, kind.partySize()));
    for (int i = 0; i < kind.partySize(); i++) {
      Go.go(() -> party.attend(Context.background(), workshop));
    }
    return party;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void theRulesAreKept(int christmases) {
    List<Visit> diary = new ArrayList<>();
    Programs.call(
        () -> {
          NorthPole.run(christmases, YIELD, diary::add);
          Await.until("all goroutines have ended", () -> Go.numGoroutine() == 1);
          return null;
        });
    assertEquals(
        christmases, diary.stream().filter(visit -> visit.kind() == Kind.REINDEER).count());
    for (Visit visit : diary) {
      Set<String> names = new HashSet<>(visit.names());
      assertEquals(visit.kind().partySize(), names.size(), visit::toString);
      assertTrue(visit.kind().names().containsAll(names), visit::toString);
    }
    if (christmases > 0) {
      assertEquals(Kind.REINDEER, diary.getLast().kind());
    }
  }

  @Test
  void theElvesAreHelpedWhileTheReindeerAreAway() {
    List<Visit> diary = new ArrayList<>();
    Programs.call(
        () -> {
          Chan<Void> holidays = Chan.make();
          NorthPole.run(
              1,
              ctx -> {
                // The reindeer, known by their goroutine's name, stay away until elves were helped.
                if (!Go.current().name().startsWith("elf")) {
                  assertFalse(holidays.receiveOkUntil(ctx).ok());
                }
              },
              visit -> {
                diary.add(visit);
                if (diary.size() == 10) {
                  holidays.close();
                }
              });
          return null;
        });
    assertTrue(diary.size() > 10, diary::toString);
    assertTrue(
        diary.subList(0, 10).stream().allMatch(visit -> visit.kind() == Kind.ELF), diary::toString);
  }

  @Test
  void allAreSentHomeBeforeTheEnd() {
    AtomicInteger home = new AtomicInteger();
    int atTheEnd =
        Programs.call(
            () -> {
              NorthPole.run(
                  1,
                  ctx -> {
                    if (Go.current().name().startsWith("elf")) {
                      assertFalse(ctx.done().receiveOk().ok());
                      for (int i = 0; i < 100; i++) {
                        Go.gosched();
                      }
                      home.incrementAndGet();
                    }
                  },
                  _ -> {});
              return home.get();
            });
    assertEquals(Kind.ELF.names().size(), atTheEnd);
  }

  // A select that is fair would pass once in two.
  @RepeatedTest(20)
  void theReindeerComeFirst() {
    List<Visit> diary = new ArrayList<>();
    int waiting =
        Programs.call(
            () -> {
              Workshop workshop = new Workshop();
              Chan<Party> reindeer = Chan.make(1);
              Chan<Party> elves = Chan.make(2);
              elves.send(party(Kind.ELF, workshop));
              elves.send(party(Kind.ELF, workshop));
              reindeer.send(party(Kind.REINDEER, workshop));
              new Santa(workshop, diary::add).work(reindeer, elves, 1);
              return elves.len();
            });
    assertEquals(List.of(Kind.REINDEER), diary.stream().map(Visit::kind).toList());
    assertEquals(2, waiting);
  }

  @Test
  void anIncompletePartyIsNoticed() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                Go.run(
                    () -> {
                      Workshop workshop = new Workshop();
                      Party two = new Party(Kind.ELF, List.of("elf 1", "elf 2"));
                      Go.go(() -> two.attend(Context.background(), workshop));
                      Go.go(() -> two.attend(Context.background(), workshop));
                      Chan<Party> elves = Chan.make(1);
                      elves.send(two);
                      new Santa(workshop, _ -> {}).work(Chan.nil(), elves, 1);
                    }));
    assertTrue(failure.getMessage().contains("{REINDEER=0, ELF=2}"), failure::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void aCrowdIsNoticed(Kind kind) {
    Workshop workshop = new Workshop();
    for (int i = 0; i < kind.partySize(); i++) {
      assertThrows(IllegalStateException.class, () -> workshop.requireParty(kind));
      workshop.enter(kind);
    }
    workshop.requireParty(kind);
    assertThrows(IllegalStateException.class, () -> workshop.enter(kind));
  }

  @Test
  void aMixtureIsNoticed() {
    Workshop workshop = new Workshop();
    workshop.enter(Kind.ELF);
    assertThrows(IllegalStateException.class, () -> workshop.enter(Kind.REINDEER));
  }

  @Test
  void whoIsNotInCannotLeave() {
    assertThrows(IllegalStateException.class, () -> new Workshop().leave(Kind.ELF));
  }

  @RepeatedTest(20)
  void allAreInDuringTheMeetingAndOutAfterIt() {
    Programs.call(
        () -> {
          Workshop workshop = new Workshop();
          party(Kind.ELF, workshop).meet(() -> workshop.requireParty(Kind.ELF));
          workshop.enter(Kind.REINDEER);
          workshop.leave(Kind.REINDEER);
          return null;
        });
  }

  @Test
  void theSecretaryMakesPartiesInTheOrderOfArrival() {
    Programs.call(
        () -> {
          Chan<Request> requests = Chan.make();
          Chan<Party> parties = Chan.make();
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Go.go(new Secretary(ctx, Kind.ELF, requests, parties));
            for (int round = 0; round < 2; round++) {
              Chan<Party> answers = Chan.make(3);
              for (String name : List.of("a", "b", "c")) {
                assertTrue(parties.tryReceive() instanceof Received.Empty);
                requests.send(new Request(name + round, answers));
              }
              Party party = parties.receive();
              assertEquals(
                  new Visit(Kind.ELF, List.of("a" + round, "b" + round, "c" + round)),
                  party.visit());
              for (int i = 0; i < 3; i++) {
                assertEquals(party, answers.receive());
              }
            }
          }
          Await.until("the secretary has ended", () -> Go.numGoroutine() == 1);
          return null;
        });
  }

  @Test
  void printsTheYears() {
    CommandRun run = run("-n", "2", "-m", "1");
    List<String> lines = run.out().lines().toList();
    long helped = lines.stream().filter(line -> line.startsWith("Santa helps elf ")).count();
    assertEquals(helped + 3, lines.size(), run.out());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("Christmas 1: ")).count());
    String second = lines.get(lines.size() - 2);
    assertTrue(second.startsWith("Christmas 2: ") && second.contains("Rudolph"), run.out());
    assertEquals("deliveries: 2, meetings with elves: " + helped, lines.getLast());
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void noYearsAreNoError() {
    assertEquals("deliveries: 0, meetings with elves: 0\n", run("-n", "0").out());
  }

  @ParameterizedTest
  @CsvSource({"--christmases, -1", "--millis, -1", "--millis, 60001", "--christmases, all"})
  void aWrongNumberIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
