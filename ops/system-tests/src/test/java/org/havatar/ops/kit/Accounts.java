package org.havatar.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A relay's data directory with accounts and two robots, made once by its own commands. */
public final class Accounts {
  /** An administrator. */
  public static final String USER = "driver";

  /** Owns {@link #ROBOT}. */
  public static final String OWNER = "owner";

  /** Drives what is shared with everybody. */
  public static final String VISITOR = "visitor";

  /** Another one like them. */
  public static final String NEIGHBOUR = "neighbour";

  /** Of all of them. */
  public static final String PASSWORD = "correct horse battery";

  public static final String ROBOT = "tank-1";

  /** Registered, but no bridge plays it: for tests that pretend to be a robot. */
  public static final String SPARE_ROBOT = "tank-2";

  private static final Pattern KEY = Pattern.compile("hvr_[A-Za-z0-9_-]+");
  private static @Nullable Accounts made;

  private final Path data;
  private final String key;
  private final String spareKey;

  private Accounts(Path data, String key, String spareKey) {
    this.data = data;
    this.key = key;
    this.spareKey = spareKey;
  }

  public static synchronized Accounts get() {
    Accounts known = made;
    if (known == null) {
      known = make();
      made = known;
    }
    return known;
  }

  public String key() {
    return key;
  }

  public String spareKey() {
    return spareKey;
  }

  /** A copy for one relay. */
  void copyTo(Path target) {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted().toList()) {
        Path copy = target.resolve(data.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them in a Redis that has none. */
  void copyTo(String redisUrl, Path folder) {
    Path file = folder.resolve("accounts.jsonl");
    relayWith(
        List.of("HAVATAR_RELAY_DATA_DIRECTORY=" + data), folder, "", "export", file.toString());
    relayWith(
        List.of(
            "HAVATAR_RELAY_DATA_DIRECTORY=" + folder.resolve("import"),
            "HAVATAR_RELAY_STORE_KIND=redis",
            "HAVATAR_RELAY_STORE_REDIS_URL=" + redisUrl),
        folder,
        "",
        "import",
        file.toString());
  }

  private static Accounts make() {
    try {
      Path folder = Files.createTempDirectory("havatar-accounts");
      relay(folder, PASSWORD + "\n", "user", "add", USER, "--administrator");
      relay(folder, PASSWORD + "\n", "user", "add", OWNER);
      relay(folder, PASSWORD + "\n", "user", "add", VISITOR);
      relay(folder, PASSWORD + "\n", "user", "add", NEIGHBOUR);
      String key = robot(folder, ROBOT, "--name", "Tank one", "--owner", OWNER);
      String spareKey = robot(folder, SPARE_ROBOT, "--name", "Tank two");
      return new Accounts(dataIn(folder), keyIn(key), keyIn(spareKey));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For every account, so that the visitor drives too. */
  private static String robot(Path folder, String... options) {
    List<String> arguments = new ArrayList<>(List.of("robot", "add", "--audience", "everyone"));
    arguments.addAll(List.of(options));
    return relay(folder, "", arguments.toArray(String[]::new));
  }

  private static String relay(Path folder, String input, String... arguments) {
    return relayWith(
        List.of("HAVATAR_RELAY_DATA_DIRECTORY=" + dataIn(folder)), folder, input, arguments);
  }

  private static String relayWith(
      List<String> environment, Path folder, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.addAll(List.of(Checkout.java(), "-jar", Checkout.relayJar().toString()));
    command.addAll(List.of(arguments));
    return Program.run(command, input, folder);
  }

  private static Path dataIn(Path folder) {
    return folder.resolve("data");
  }

  private static String keyIn(String output) {
    Matcher key = KEY.matcher(output);
    if (!key.find()) {
      throw new IllegalStateException("no key in: " + output);
    }
    return key.group();
  }
}
