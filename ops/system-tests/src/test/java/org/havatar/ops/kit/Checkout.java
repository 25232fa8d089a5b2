package org.havatar.ops.kit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the programs under test lie. They are built before this module's tests run. */
public final class Checkout {
  private static final Path ROOT = find();

  private Checkout() {}

  public static Path root() {
    return ROOT;
  }

  public static Path relayJar() {
    return built(ROOT.resolve("relay/target/relay.jar"));
  }

  public static Path bridgeJar() {
    return built(ROOT.resolve("robot-bridge/target/robot-bridge.jar"));
  }

  public static Path simulator() {
    return built(ROOT.resolve("robot-bridge/firmware/target/release/sim/esp32-sim"));
  }

  /** Programs of the time before the protocol. */
  public static Path peers() {
    return ROOT.resolve("ops/system-tests/peers");
  }

  /** The Java that runs this test runs the programs too. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Logs and measurements that a person may want to see afterwards. */
  public static Path output() {
    return ROOT.resolve("ops/system-tests/target/runs");
  }

  private static Path built(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is missing: run mvn verify at the root");
    }
    return file;
  }

  private static Path find() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("robot-bridge"))
          && Files.isDirectory(folder.resolve("relay"))) {
        return folder;
      }
    }
    throw new IllegalStateException("not inside a checkout");
  }
}
