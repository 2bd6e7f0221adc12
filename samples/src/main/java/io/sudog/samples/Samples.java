package io.sudog.samples;

import io.sudog.samples.chat.ChatCommand;
import io.sudog.samples.crawler.CrawlerCommand;
import io.sudog.samples.echo.EchoCommand;
import io.sudog.samples.heartbeat.HeartbeatCommand;
import io.sudog.samples.hello.Hello;
import io.sudog.samples.httpd.HttpdCommand;
import io.sudog.samples.loadbalancer.LoadBalancerCommand;
import io.sudog.samples.md5all.Md5AllCommand;
import io.sudog.samples.philosophers.PhilosophersCommand;
import io.sudog.samples.pingpong.PingPongCommand;
import io.sudog.samples.pipeline.PipelineCommand;
import io.sudog.samples.portscan.PortScanCommand;
import io.sudog.samples.powser.PowserCommand;
import io.sudog.samples.proxy.ProxyCommand;
import io.sudog.samples.pubsub.PubSubCommand;
import io.sudog.samples.ratelimit.RateLimitCommand;
import io.sudog.samples.santa.SantaCommand;
import io.sudog.samples.sieve.SieveCommand;
import io.sudog.samples.skynet.SkynetCommand;
import io.sudog.samples.structures.StructuresCommand;
import io.sudog.samples.switchcost.SwitchCostCommand;
import io.sudog.samples.wordfreq.WordFreqCommand;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The list of samples, and the program behind {@code ./sudog samples} ({@code list}) and {@code
 * ./sudog run NAME} ({@code run NAME [args]}).
 */
public final class Samples {
  private static final List<Sample> ALL =
      List.of(
          new Sample("hello", "two goroutines and a channel, in ten lines", "", Hello::run),
          new Sample(
              "sieve", "the first N primes, from a chain of N goroutines", "N", SieveCommand::run),
          new Sample(
              "md5all",
              "MD5 sums of all files of a tree, sorted by path",
              "DIR",
              Md5AllCommand::run),
          new Sample(
              "wordfreq", "the 20 most frequent words of files", "FILE...", WordFreqCommand::run),
          new Sample(
              "pingpong", "times N round trips between two goroutines", "N", PingPongCommand::run),
          new Sample(
              "skynet",
              "a tree of a million goroutines adds up its numbers",
              "",
              SkynetCommand::run),
          new Sample(
              "switchcost",
              "what a hand-over costs between processes, threads, goroutines",
              "",
              SwitchCostCommand::run),
          new Sample(
              "pipeline",
              "stages, fan-out, fan-in, and an end before the end",
              "",
              PipelineCommand::run),
          new Sample(
              "loadbalancer",
              "requests go to the idlest of many workers, which a heap knows",
              "",
              LoadBalancerCommand::run),
          new Sample(
              "ratelimit", "one request a tick, bursts, and a deadline", "", RateLimitCommand::run),
          new Sample(
              "philosophers",
              "five philosophers share five forks, or starve in a deadlock",
              "",
              PhilosophersCommand::run),
          new Sample(
              "santa",
              "Santa, nine reindeer, ten elves: a select with priority",
              "",
              SantaCommand::run),
          new Sample(
              "powser",
              "power series as goroutines that demand terms",
              "[NAME...]",
              PowserCommand::run),
          new Sample(
              "crawler",
              "crawls a site it serves, so many pages at a time",
              "",
              CrawlerCommand::run),
          new Sample(
              "pubsub",
              "a broker between publishers and subscribers, one of them slow",
              "",
              PubSubCommand::run),
          new Sample(
              "heartbeat",
              "a supervisor that replaces workers that hang",
              "",
              HeartbeatCommand::run),
          new Sample(
              "structures",
              "a queue, a semaphore, a rendezvous and a mailbox, made of channels",
              "",
              StructuresCommand::run),
          new Sample("echo", "an echo server, and the load that measures it", "", EchoCommand::run),
          new Sample("portscan", "the open TCP ports of a host", "[HOST]", PortScanCommand::run),
          new Sample("chat", "a chat server that waits for no slow client", "", ChatCommand::run),
          new Sample(
              "httpd", "serves the files of a folder over HTTP/1.1", "DIR", HttpdCommand::run),
          new Sample(
              "proxy",
              "passes TCP connections on, half closes and all",
              "--listen ADDRESS --to ADDRESS",
              ProxyCommand::run));

  private static final int USAGE_ERROR = 2;

  private Samples() {}

  /**
   * All samples, in the order in which they are listed.
   *
   * @return an immutable list
   */
  public static List<Sample> all() {
    return ALL;
  }

  /**
   * The sample of that name.
   *
   * @param name as typed
   * @return empty when there is none
   */
  public static Optional<Sample> find(String name) {
    return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
  }

  /**
   * The names someone may have meant, nearest first.
   *
   * @param name as typed, the name of no sample
   * @return empty when nothing is near
   */
  public static List<String> suggestions(String name) {
    // A typo or two, or half of a long word wrong: beyond that a suggestion is noise.
    int limit = Math.max(2, name.length() / 2);
    LevenshteinDistance distance = new LevenshteinDistance(limit);
    String typed = name.toLowerCase(Locale.ROOT);
    record Near(String name, int distance) {}
    return ALL.stream()
        .map(sample -> new Near(sample.name(), distance.apply(typed, sample.name())))
        .filter(near -> near.distance() >= 0 || near.name().startsWith(typed))
        .sorted(Comparator.comparingInt(Near::distance))
        .map(Near::name)
        .limit(3)
        .toList();
  }

  /**
   * Lists the samples or runs one, and ends the process with its exit code.
   *
   * @param args {@code list}, or {@code run}, a name and what the sample is given
   * @throws Exception what the sample threw
   */
  public static void main(String[] args) throws Exception {
    System.exit(dispatch(List.of(args)));
  }

  private static int dispatch(List<String> args) throws Exception {
    if (args.equals(List.of("list"))) {
      return list();
    }
    if (args.size() > 1 && args.get(0).equals("run")) {
      return run(args.get(1), args.subList(2, args.size()));
    }
    System.err.println("usage: Samples list | Samples run NAME [args]");
    return USAGE_ERROR;
  }

  private static int list() {
    int width = ALL.stream().mapToInt(sample -> synopsis(sample).length()).max().orElse(0);
    for (Sample sample : ALL) {
      System.out.println(
          synopsis(sample) + " ".repeat(width + 2 - synopsis(sample).length()) + sample.summary());
    }
    return 0;
  }

  private static String synopsis(Sample sample) {
    return (sample.name() + " " + sample.usage()).strip();
  }

  private static int run(String name, List<String> args) throws Exception {
    Optional<Sample> sample = find(name);
    if (sample.isPresent()) {
      return sample.get().main().run(args.toArray(String[]::new));
    }
    List<String> near = suggestions(name);
    System.err.println(
        "sudog: no sample is called \"%s\"%s; ./sudog samples lists them all"
            .formatted(
                name, near.isEmpty() ? "" : ". Did you mean " + String.join(" or ", near) + "?"));
    return USAGE_ERROR;
  }
}
