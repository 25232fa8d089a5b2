package org.havatar.ops.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Network namespaces that are joined by impaired links ({@code ops/lib/impair}). Each link is said
 * as {@code A-B=PROFILE}: "up" goes from A to B, "down" back. What is named {@link #MACHINE} is
 * this machine, where the test itself runs; it is always the B.
 */
public final class Network implements AutoCloseable {
  public static final String MACHINE = "machine";

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(2); // it may have to be built
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final String NAME = "impaired-network";
  private static final Pattern READY = Pattern.compile("(?m)^ready$");
  private static final Pattern END = Pattern.compile("(?m)^end (\\S+) (\\S+) (\\S+)$");
  private static final Pattern LINK =
      Pattern.compile("(?m)^link (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)$");

  private final Program program;
  private final Path folder;
  private final Map<String, String> namespaces = new LinkedHashMap<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, ImpairedLink> links = new LinkedHashMap<>();

  private Network(Program program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Returns when the links work. Without root the test is skipped.
   *
   * @param folder for its log
   * @param seed the same seed and packets, the same decisions
   */
  public static Network open(Path folder, long seed, String... links) {
    Assumptions.assumeTrue(RelayHost.isRoot(), "only root may make network namespaces");
    List<String> command = new ArrayList<>();
    command.add(Checkout.root().resolve("ops/lib/impair/run").toString());
    command.addAll(List.of("--seed", seed + ""));
    for (String link : links) {
      command.addAll(List.of("--link", link));
    }
    Network network = new Network(Program.start(NAME, command, folder), folder);
    try {
      network.awaitReady();
      return network;
    } catch (RuntimeException | AssertionError e) {
      network.close();
      throw e;
    }
  }

  private void awaitReady() {
    Wait.until(
        "a network that is ready",
        STARTS_WITHIN,
        () -> !program.isAlive() || READY.matcher(program.log()).find());
    String log = program.log();
    if (!READY.matcher(log).find()) {
      throw new IllegalStateException(log);
    }
    Matcher end = END.matcher(log);
    while (end.find()) {
      namespaces.put(end.group(1), end.group(2));
      addresses.put(end.group(1), end.group(3));
    }
    Matcher link = LINK.matcher(log);
    while (link.find()) {
      links.put(
          link.group(1), new ImpairedLink(program, link.group(1), link.group(2), link.group(3)));
    }
  }

  /** The link of that name, as in {@code robot-node}. */
  public ImpairedLink link(String name) {
    return named(links, name);
  }

  /** The namespace of that end, below {@code /run/netns}. */
  public String namespace(String end) {
    return named(namespaces, end);
  }

  /**
   * The IPv4 address of that end's own, which each of its neighbours reaches over the link between
   * them: a node has one for all its peers.
   */
  public String address(String end) {
    return named(addresses, end);
  }

  /** The command, to be run at that end; signals to its process reach the program itself. */
  public List<String> commandAt(String end, List<String> command) {
    if (end.equals(MACHINE)) {
      return command;
    }
    List<String> there =
        new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace(end), "--"));
    there.addAll(command);
    return there;
  }

  /** Starts a program at that end. Its owner closes it, before the network. */
  public Program start(String end, String name, List<String> command) {
    return Program.start(name, commandAt(end, command), folder);
  }

  private static <T> T named(Map<String, T> all, String name) {
    T found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException("there is no " + name + ", only " + all.keySet());
    }
    return found;
  }

  /** Ends the links and removes the namespaces. What a killed one leaves goes with the next. */
  @Override
  public void close() {
    program.terminate(ENDS_WITHIN);
    program.close();
  }
}
