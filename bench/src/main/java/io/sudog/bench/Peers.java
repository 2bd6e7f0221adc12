package io.sudog.bench;

import io.sudog.bench.peer.GoPeer;
import io.sudog.bench.peer.LibraryPeer;
import io.sudog.bench.peer.NettyPeer;
import io.sudog.bench.peer.Peer;
import io.sudog.bench.peer.PeerMissingException;
import io.sudog.bench.peer.SudogPeer;
import io.sudog.bench.workload.Workload;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is compared with Sudog, who cannot be, and in what not. */
final class Peers {
  private static final String NOBODY = "none";

  /** Beyond so many workloads a note counts the rest. */
  private static final int NAMED = 8;

  private Peers() {}

  /**
   * Sudog first: ratios are Sudog's value over the other's.
   *
   * @throws IllegalArgumentException when there is no peer of a name
   */
  static List<Peer> named(Collection<String> names) {
    Map<String, Peer> known =
        Stream.of(
                new GoPeer(workFolder().resolve("go")),
                LibraryPeer.kotlin(),
                LibraryPeer.jox(),
                LibraryPeer.jdk(),
                NettyPeer.nio(),
                NettyPeer.epoll())
            .collect(
                Collectors.toMap(Peer::name, peer -> peer, (one, _) -> one, LinkedHashMap::new));
    List<Peer> peers = new ArrayList<>(List.of(new SudogPeer()));
    for (String name : names) {
      Peer peer = known.get(name);
      if (peer != null) {
        peers.add(peer);
      } else if (!name.equals(NOBODY)) {
        throw new IllegalArgumentException(
            "there is no peer %s. Did you mean %s? Known: %s; none means nobody"
                .formatted(
                    name, Nearest.of(name, known.keySet()), String.join(", ", known.keySet())));
      }
    }
    return peers;
  }

  /** The peers that can run, each with what it says about itself; says why the others cannot. */
  static Map<Peer, String> prepare(List<Peer> peers, List<String> skipped)
      throws InterruptedException {
    Map<Peer, String> prepared = new LinkedHashMap<>();
    for (Peer peer : peers) {
      try {
        prepared.put(peer, peer.prepare());
      } catch (PeerMissingException e) {
        skipped.add("skipped " + peer.name() + ": " + e.getMessage());
      }
    }
    return prepared;
  }

  /** What each peer has no program for, and why: a line for each reason. */
  static List<String> gaps(Collection<Peer> peers, List<Workload> workloads) {
    List<String> notes = new ArrayList<>();
    for (Peer peer : peers) {
      Map<String, List<String>> byReason = new LinkedHashMap<>();
      for (Workload workload : workloads) {
        peer.reasonWithout(workload)
            .ifPresent(
                reason ->
                    byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(workload.name()));
      }
      if (workloads.stream().noneMatch(peer::runs)) {
        byReason.keySet().forEach(reason -> notes.add("skipped " + peer.name() + ": it " + reason));
        continue;
      }
      byReason.forEach(
          (reason, names) ->
              notes.add("%s %s: no %s".formatted(peer.name(), reason, enumerate(names))));
    }
    return notes;
  }

  private static String enumerate(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
  }

  /** Where peers are compiled: beside the classes while they lie in a build's folder. */
  private static Path workFolder() {
    try {
      Path code = Path.of(Peers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path target = code.getParent();
      if (target != null && target.endsWith("target") && Files.isWritable(target)) {
        return target.resolve("peers");
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"), "sudog-bench-" + System.getProperty("user.name"));
  }
}
