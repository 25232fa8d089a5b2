package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.havatar.relay.store.Schema;
import org.havatar.relay.store.redis.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}, {@code import} and {@code backup} as somebody types them. */
final class StoreCommandsTest {
  private final Path directory;
  private final Map<String, String> embedded;

  StoreCommandsTest(@TempDir Path directory) {
    this.directory = directory;
    embedded = environment("data");
  }

  private Map<String, String> environment(String data) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HAVATAR_RELAY_DATA_DIRECTORY", directory.resolve(data).toString());
    environment.put("HAVATAR_RELAY_METRICS_PORT", "0");
    return environment;
  }

  private Map<String, String> redis(RedisServer server) {
    Map<String, String> environment = environment("other");
    environment.put("HAVATAR_RELAY_STORE_KIND", "redis");
    environment.put("REDIS_URL", server.url());
    return environment;
  }

  private static String run(int code, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (RelayProcess command = RelayProcess.start(environment, "a long password\n", arguments)) {
      int ended = command.awaitExit();
      assertThat(ended).as(command.output()).isEqualTo(code);
      return command.output();
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Without the header, which tells the time. */
  private List<String> content(String name) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(name));
    return lines.subList(1, lines.size());
  }

  @Test
  void everythingMovesToRedisAndBack() throws Exception {
    run(0, embedded, "user", "add", "ana", "--administrator");
    run(0, embedded, "robot", "add", "tank-1");
    assertThat(run(0, embedded, "export", path("a.jsonl")))
        .contains("Exported 3 documents and 2 entries of the audit log to");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("a.jsonl"))))
        .isEqualTo("rw-------");
    try (RedisServer server = RedisServer.start(directory.resolve("redis"))) {
      Map<String, String> redis = redis(server);
      assertThat(run(0, redis, "import", path("a.jsonl"))).contains("Imported 3 documents");
      assertThat(run(1, redis, "user", "add", "ana")).contains("There is an account named ana");
      assertThat(run(1, redis, "import", path("a.jsonl"))).contains("isn't empty; --replace");
      run(0, redis, "export", path("b.jsonl"));
      assertThat(content("b.jsonl")).isEqualTo(content("a.jsonl"));
      try (RelayProcess relay = listening(redis)) {
        run(0, redis, "robot", "add", "tank-2");
        assertThat(relay.output()).contains("listening");
      }
    }
    assertThat(run(0, embedded, "import", "--replace", path("b.jsonl"))).contains("Imported 3");
    run(0, embedded, "export", path("c.jsonl"));
    assertThat(content("c.jsonl")).isEqualTo(content("a.jsonl"));
  }

  @Test
  void aLogThatSomebodyChangedIsFoundAndARewrittenOneByItsCopy() throws Exception {
    embedded.put("HAVATAR_RELAY_AUDIT_COPY_FILE", path("copy.jsonl"));
    for (int i = 1; i <= 3; i++) {
      run(0, embedded, "robot", "add", "tank-" + i);
    }
    try (RelayProcess relay = listening(embedded)) {
      Path copy = directory.resolve("copy.jsonl");
      await().until(() -> Files.exists(copy) && Files.readAllLines(copy).size() >= 3);
      assertThat(run(0, embedded, "audit", "verify", "--copy", path("copy.jsonl")))
          .contains("entries in the copy.", "Nothing is wrong.");
      assertThat(relay.output()).contains("listening");
    }
    run(0, embedded, "export", path("a.jsonl"));
    String text = Files.readString(directory.resolve("a.jsonl"));
    Files.writeString(
        directory.resolve("changed.jsonl"),
        text.replace("\"tank-2\",\"detail", "\"tank-7\",\"detail"));
    assertThat(run(1, embedded, "audit", "verify", "--file", path("changed.jsonl")))
        .contains("robot.add tank-7", "was changed", "The audit log isn't as it was written.");
    assertThat(run(0, embedded, "audit", "verify", "--file", path("a.jsonl")))
        .contains("Nothing is wrong.");
    String rewritten =
        text.replaceAll("\"salt\":\"[^\"]*\",\"address_salt\":\"[^\"]*\"", "\"salt\":\"\"")
            .replaceAll(",\"link\":\"[^\"]*\"", "")
            .replaceAll(",\"audit_heads\":\\{[^}]*\\}", "");
    Files.writeString(directory.resolve("rewritten.jsonl"), rewritten);
    run(0, embedded, "import", "--replace", path("rewritten.jsonl"));
    run(0, embedded, "robot", "add", "tank-4");
    assertThat(run(0, embedded, "audit", "verify")).contains("of them from before the chain");
    assertThat(run(1, embedded, "audit", "verify", "--copy", path("copy.jsonl")))
        .contains("Of the copy's entries of the ring");
    assertThat(run(1, embedded, "audit", "verify", "--copy", path("none")))
        .contains("There is no file");
  }

  private static RelayProcess listening(Map<String, String> environment) throws IOException {
    environment.put("HAVATAR_RELAY_LISTEN_PORT", String.valueOf(FreePort.find()));
    return RelayProcess.start(environment, "").awaitLine("listening on");
  }

  @Test
  void aRunningRelayGivesItsExportAndMakesABackupEachDay() throws Exception {
    run(0, embedded, "robot", "add", "tank-1");
    embedded.put("HAVATAR_RELAY_BACKUP_DIRECTORY", path("daily"));
    try (RelayProcess relay = listening(embedded)) {
      relay.awaitLine("documents up to");
      assertThat(run(0, embedded, "backup", path("backups"))).contains("Backed up");
      assertThat(run(1, embedded, "import", "--replace", path("daily"))).isNotEmpty();
      assertThat(run(0, embedded, "export", "-")).contains("\"name\":\"tank-1\"");
    }
    for (String each : List.of("daily", "backups")) {
      try (var files = Files.list(directory.resolve(each))) {
        Path only = files.toList().get(0);
        assertThat(Files.readString(only)).contains("tank-1").contains("{\"end\":");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(only)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aFileThatIsNotRightChangesNothingAndTheLineIsNamed() throws Exception {
    run(0, embedded, "robot", "add", "tank-1");
    run(0, embedded, "export", path("a.jsonl"));
    List<String> lines = Files.readAllLines(directory.resolve("a.jsonl"));
    Files.write(directory.resolve("cut.jsonl"), lines.subList(0, lines.size() - 1));
    Files.writeString(
        directory.resolve("later.jsonl"),
        String.join("\n", lines)
            .replace("\"schema\":" + Schema.CURRENT, "\"schema\":" + (Schema.CURRENT + 1)));
    Files.writeString(
        directory.resolve("broken.jsonl"), String.join("\n", lines).replace("\\\"active\\\"", "x"));
    assertThat(run(2, embedded, "import", "--replace", path("cut.jsonl"))).contains("was cut off");
    assertThat(run(2, embedded, "import", "--replace", path("later.jsonl")))
        .contains("Line 1: it has layout " + (Schema.CURRENT + 1));
    assertThat(run(2, embedded, "import", "--replace", path("broken.jsonl")))
        .contains("Line 2: the text of \"tank-1\" can't be read. Nothing was changed.");
    assertThat(run(1, embedded, "import", path("none.jsonl"))).contains("There is no file");
    assertThat(run(1, embedded, "export", path("a.jsonl"))).contains("exists already");
    run(0, embedded, "export", path("after.jsonl"));
    assertThat(content("after.jsonl")).isEqualTo(content("a.jsonl"));
  }
}
