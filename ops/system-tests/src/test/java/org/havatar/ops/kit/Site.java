package org.havatar.ops.kit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One folder with relays, a bridge and a board: their configuration, start and logs. */
public final class Site {
  private final Path folder;
  private final List<RelayHost> relays;

  private Site(Path folder, int relays) {
    this.folder = folder;
    this.relays =
        IntStream.rangeClosed(1, relays)
            .mapToObj(i -> new RelayHost(folder, i == 1 ? "relay" : "relay-" + i))
            .toList();
  }

  /** With one relay, in an empty folder under {@code target/runs}. */
  public static Site create(String name) {
    return create(name, 1);
  }

  /**
   * An empty folder under {@code target/runs}, kept for whoever looks into a failure.
   *
   * @param relays how many, each with a store of its own
   */
  public static Site create(String name, int relays) {
    try {
      Path folder = Files.createDirectories(Checkout.output()).resolve(name);
      Path fresh = folder;
      for (int i = 2; Files.exists(fresh); i++) {
        fresh = Path.of(folder + "-" + i);
      }
      Files.createDirectories(fresh.resolve("bridge"));
      return new Site(fresh, relays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** The first, or only one. */
  public RelayHost relay() {
    return relay(0);
  }

  public RelayHost relay(int index) {
    return relays.get(index);
  }

  public Path boardEvents() {
    return folder.resolve("board.jsonl");
  }

  /** What a restart of the bridge would find of the stop that stands. */
  public String keptStop() {
    return read(folder.resolve("bridge/standing-stop"));
  }

  public Program startBoard() {
    return Program.start(
        "board",
        List.of(
            Checkout.simulator().toString(),
            "--link",
            folder.resolve("board").toString(),
            "--log",
            boardEvents().toString()),
        folder);
  }

  /**
   * Knows every relay of the site, in their order; returns at once and dials until it is let in.
   */
  public Program startBridge() {
    return startBridge(relays.stream().map(RelayHost::port).toList());
  }

  /** Knows these relays of the site, in that order. */
  public Program startBridgeTo(Integer... relayIndexes) {
    return startBridge(Stream.of(relayIndexes).map(i -> relay(i).port()).toList());
  }

  /** The first relay, through a hop. */
  public Program startBridge(int hopPort) {
    return startBridge(List.of(hopPort));
  }

  private Program startBridge(List<Integer> ports) {
    String urls =
        ports.stream().map(port -> "\"wss://localhost:" + port + "\"").collect(joining(", "));
    Path configuration =
        write(
            "robot-bridge.yaml",
            """
            robot:
              id: %s
              key: "%s"
            state:
              directory: "%s"
            serial:
              port: "%s"
            uplink:
              urls: [%s]
              trust: "%s"
            """
                .formatted(
                    Accounts.ROBOT,
                    Accounts.get().key(),
                    folder.resolve("bridge"),
                    folder.resolve("board"),
                    urls,
                    certificates()));
    return Program.start(
        "robot-bridge", JavaCommand.of(Checkout.bridgeJar(), configuration), folder);
  }

  /** What the bridge trusts; of one relay its own file, which may change. */
  private Path certificates() {
    if (relays.size() == 1) {
      return relay().certificate();
    }
    StringBuilder all = new StringBuilder();
    relays.forEach(relay -> all.append(read(relay.certificate())));
    return write("relays.pem", all.toString());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
