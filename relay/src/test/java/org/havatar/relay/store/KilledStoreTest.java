package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that writes is killed with SIGKILL; everything it had acknowledged has to be there. */
final class KilledStoreTest {
  private static final int ROBOTS = 8;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 3000;
  private static final int TIMES = Integer.getInteger("havatar.kills.times", 3);

  /** The other JVM: prints a line for every acknowledged write, without end. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      Store store = EmbeddedStore.open(Path.of(arguments[0]), System::nanoTime);
      for (long boot = 1; ; boot++) {
        List<Future<OptionalLong>> all = new ArrayList<>();
        for (int robot = 0; robot < ROBOTS; robot++) {
          all.add(store.robots().recordBoot("robot-" + robot, boot, boot));
        }
        for (int robot = 0; robot < ROBOTS; robot++) {
          Answers.of(all.get(robot));
          System.out.println(robot + " " + boot);
        }
        System.out.flush();
      }
    }
  }

  @Test
  void everyAcknowledgedWriteSurvivesSigkill(@TempDir Path directory)
      throws IOException, InterruptedException {
    for (int run = 0; run < TIMES; run++) {
      killOnce(directory.resolve("run-" + run));
    }
    System.out.printf("embedded store: killed %d times, no acknowledged write lost%n", TIMES);
  }

  private static void killOnce(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path file = directory.resolve("store.mv");
    long[] acknowledged = new long[ROBOTS];
    Process writer = startWriter(file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        acknowledged[Integer.parseInt(parts[0])] = Long.parseLong(parts[1]);
        if (++count == ACKNOWLEDGED_BEFORE_THE_KILL) {
          // Process.destroyForcibly() would also close the pipe; what is in it still counts.
          assertThat(writer.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(writer.exitValue()).isEqualTo(128 + 9);
    assertAllThere(file, acknowledged);
  }

  private static Process startWriter(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void assertAllThere(Path file, long[] acknowledged) {
    Store store = EmbeddedStore.open(file, System::nanoTime);
    for (int robot = 0; robot < ROBOTS; robot++) {
      assertThat(acknowledged[robot]).isGreaterThan(100);
      OptionalLong highest = Answers.of(store.robots().recordBoot("robot-" + robot, 1, -1));
      assertThat(highest.orElseThrow()).isGreaterThanOrEqualTo(acknowledged[robot]);
    }
    Answers.of(store.close());
  }
}
