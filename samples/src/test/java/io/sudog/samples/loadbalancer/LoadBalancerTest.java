package io.sudog.samples.loadbalancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.PanicException;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoadBalancerTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new LoadBalancerCommand(out), args);
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 2", "1, 1, 1", "2, 5, 3", "500, 1, 4", "500, 20, 1", "2000, 50, 7"})
  void everyRequestIsDoneOnce(int requests, int requesters, int workers) {
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
    LoadBalancer balancer =
        new LoadBalancer(
            requesters,
            workers,
            number -> {
              done.add(number);
              Go.gosched();
              return number;
            });
    List<Load> loads =
        Programs.call(
            () -> {
              List<Load> all = balancer.run(requests, 1, _ -> {});
              Await.until("all goroutines have ended", () -> Go.numGoroutine() == 1);
              return all;
            });
    assertEquals(IntStream.range(0, requests).boxed().toList(), done.stream().sorted().toList());
    assertEquals(workers, loads.size());
    assertEquals(requests, loads.stream().mapToInt(Load::requests).sum());
  }

  @Test
  void aRequestGoesToTheIdlest() {
    Chan<Request> work = Chan.make();
    Chan<Worker> done = Chan.make();
    // They do nothing: the test says when one has completed a request.
    List<Worker> team =
        IntStream.rangeClosed(1, 3).mapToObj(number -> new Worker(number, 10, done)).toList();
    List<List<Integer>> reports = new ArrayList<>();
    Programs.call(
        () -> {
          WaitGroup balancing = new WaitGroup();
          balancing.go(() -> new Balancer(team, 1, reports::add).balance(work, done));
          Request request = new Request(() -> 0, Chan.make());
          for (int i = 0; i < 6; i++) {
            work.send(request);
          }
          done.send(team.get(1));
          done.send(team.get(1));
          work.send(request);
          work.send(request);
          work.close();
          for (Worker worker : team) {
            done.send(worker);
            done.send(worker);
          }
          balancing.await();
          return null;
        });
    assertEquals(List.of(2, 1, 2), reports.get(0));
    assertEquals(List.of(2, 0, 2), reports.get(1));
    assertEquals(List.of(1, 2, 2), reports.get(2));
    assertEquals(List.of(0, 0, 0), reports.get(7));
    assertEquals(8, reports.size());
    assertEquals(
        List.of(new Load(1, 2, 2), new Load(2, 4, 2), new Load(3, 2, 2)),
        team.stream().map(Worker::load).toList());
  }

  @Test
  void reportsComeAfterEachSoManyRequests() {
    List<List<Integer>> reports = new ArrayList<>();
    Programs.call(() -> new LoadBalancer(4, 3, number -> number).run(100, 30, reports::add));
    assertEquals(3, reports.size());
    assertEquals(List.of(3, 3, 3), reports.stream().map(List::size).toList());
  }

  @Test
  void aWrongAnswerIsNoticed() {
    LoadBalancer wrong = new LoadBalancer(2, 2, number -> number == 7 ? 8 : number);
    PanicException panic =
        assertThrows(PanicException.class, () -> Programs.call(() -> wrong.run(10, 1, _ -> {})));
    assertEquals("request 7 was answered with what 8 asked for", panic.getCause().getMessage());
  }

  @Test
  void aFailureOfTheWorkEndsTheProgram() {
    LoadBalancer failing =
        new LoadBalancer(
            2,
            2,
            _ -> {
              throw new IOException("no");
            });
    PanicException panic =
        assertThrows(PanicException.class, () -> Programs.call(() -> failing.run(10, 1, _ -> {})));
    assertEquals("no", panic.getCause().getMessage());
  }

  @Test
  void describesHowFarApartNumbersAre() {
    assertEquals(
        "10 in all, mean 2.5, fewest 1, most 4, standard deviation 1.12",
        LoadBalancerCommand.spread(List.of(1, 2, 3, 4)));
  }

  @Test
  void printsReportsAndLoads() {
    CommandRun run = run("-n", "50", "-r", "5", "-w", "2", "-m", "0");
    List<String> lines = run.out().lines().toList();
    assertEquals(8, lines.size(), run.out());
    assertTrue(lines.subList(0, 5).stream().allMatch(l -> l.startsWith("pending: ")), run.out());
    assertTrue(lines.get(5).startsWith("worker   1: "), run.out());
    assertTrue(lines.get(6).startsWith("worker   2: "), run.out());
    assertTrue(lines.get(7).startsWith("requests: 50 in all, mean 25.0, "), run.out());
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void noRequestsAreNoError() {
    CommandRun run = run("-n", "0", "-w", "1");
    assertEquals(
        """
        worker   1:     0 requests, at most 0 pending \s
        requests: 0 in all, mean 0.0, fewest 0, most 0, standard deviation 0.00
        """,
        run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "--requests, -1",
    "--requesters, 0",
    "--workers, 0",
    "--workers, 1001",
    "--millis, -1",
    "--millis, long"
  })
  void aWrongNumberIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
