package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.session.port.CommandArchive.Entry;
import org.havatar.relay.session.port.CommandArchive.Query;
import org.havatar.relay.session.port.CommandRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFileTest {
  private static final long MOST = 100;

  private final Path directory;

  CommandFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private CommandFile open() {
    return CommandFile.open(directory.resolve("commands"), MOST, System::nanoTime);
  }

  private static CommandRecord record(String robotId, int number) {
    return new CommandRecord(
        robotId, 1000 + number, 1000 + number, "ana", -5, "drive", number, 0, "accepted", 1);
  }

  private static List<CommandRecord> records(String robotId, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> record(robotId, i)).toList();
  }

  private static void append(CommandFile file, List<CommandRecord> batch) {
    file.append(batch).toCompletableFuture().join();
  }

  private static List<CommandRecord> all(CommandFile file, String robotId) {
    Query query = new Query(robotId, 0, Long.MAX_VALUE, "", 1000);
    return file.find(query).toCompletableFuture().join().stream().map(Entry::record).toList();
  }

  private static List<Entry> ofAccount(CommandFile file, String account, String after, int most) {
    return file.ofAccount(account, after, most).toCompletableFuture().join();
  }

  @Test
  void aFileOfAnEarlierRelayIsFoundByAccountAndByRobotAsWell() {
    CommandFile first = open();
    append(first, records("tank-1", 0, 5));
    append(first, List.of(record("tank-2", 5)));
    first.close();
    try (MVStore earlier = MVStore.open(directory.resolve("commands").toString())) {
      earlier.removeMap("accounts");
      earlier.removeMap("meta");
      MVMap<String, String> records = earlier.openMap("records");
      for (String key : List.copyOf(records.keyList())) {
        JsonObject text = new JsonObject(String.valueOf(records.get(key)));
        text.remove("robot");
        records.put(key, text.encode());
      }
      earlier.commit();
    }
    CommandFile again = open();
    append(again, List.of(record("tank-1", 6)));
    assertThat(ofAccount(again, "ana", "", 9))
        .extracting(each -> each.record().firstMs())
        .containsExactly(1006L, 1005L, 1004L, 1003L, 1002L, 1001L, 1000L);
    assertThat(all(again, "tank-1")).hasSize(6);
    assertThat(again.anonymize("ana", "(erased-1)").toCompletableFuture().join()).isEqualTo(7);
    again.close();
  }

  @Test
  void aRobotOfAnIdThatIsUsedAgainIsAnother() {
    CommandFile file = open();
    CommandRecord former =
        new CommandRecord("tank-1", "~1", 5, 5, "ana", 7, "stop", 0, 0, "accepted", 1);
    CommandRecord now =
        new CommandRecord("tank-1", "~2", 6, 6, "ana", 7, "stop", 0, 0, "accepted", 1);
    append(file, List.of(former, now, record("tank-1", 0)));
    assertThat(all(file, "~2")).containsExactly(now);
    assertThat(all(file, "tank-1")).containsExactly(record("tank-1", 0));
    file.close();
  }

  @Test
  void whatWasWrittenIsThereAfterARestart() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 10));
    file.close();
    CommandFile again = open();
    assertThat(all(again, "tank-1")).isEqualTo(records("tank-1", 0, 10));
    append(again, records("tank-1", 10, 12));
    assertThat(all(again, "tank-1")).isEqualTo(records("tank-1", 0, 12));
    again.close();
  }

  @Test
  void beyondItsBoundTheOldestOfAllRobotsGo() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 60));
    append(file, records("tank-2", 0, 60));
    assertThat(all(file, "tank-1")).isEqualTo(records("tank-1", 20, 60));
    assertThat(all(file, "tank-2")).isEqualTo(records("tank-2", 0, 60));
    file.close();
  }

  private static CommandRecord of(String account, int number) {
    return new CommandRecord(
        "tank-1", 1000 + number, 1000 + number, account, 7, "stop", 0, 0, "forwarded", 1);
  }

  private static List<CommandRecord> of(CommandFile file, String account) {
    return ofAccount(file, account, "", 1000).stream().map(Entry::record).toList();
  }

  @Test
  void oneAccountNeverPushesOutWhatOthersHaveDone() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 40));
    append(file, List.of(of("cy", 1), of("cy", 2)));
    append(file, IntStream.range(0, 5000).mapToObj(i -> of("ben", i)).toList());
    assertThat(of(file, "ana")).hasSize(40);
    assertThat(of(file, "cy")).containsExactly(of("cy", 2), of("cy", 1));
    assertThat(of(file, "ben")).hasSize(58).startsWith(of("ben", 4999)).endsWith(of("ben", 4942));
    file.close();
    CommandFile again = open();
    append(again, IntStream.range(5000, 5100).mapToObj(i -> of("ben", i)).toList());
    assertThat(of(again, "ana")).as("after a restart, too").hasSize(40);
    assertThat(of(again, "ben")).hasSize(58);
    again.close();
  }

  @Test
  void whoHasMostGivesUpTheirOldestUntilAllHaveAsMany() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 90));
    append(file, IntStream.range(0, 80).mapToObj(i -> of("ben", i)).toList());
    assertThat(of(file, "ana")).hasSize(50).startsWith(record("tank-1", 89));
    assertThat(of(file, "ben")).hasSize(50);
    file.close();
  }

  @Test
  void aFileOfWhichACrashLostAPartIsReadAgain() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 5));
    file.close();
    try (MVStore store = MVStore.open(directory.resolve("commands").toString())) {
      MVMap<String, Boolean> accounts = store.openMap("accounts");
      accounts.remove(accounts.lastKey());
      MVMap<String, String> records = store.openMap("records");
      records.remove(records.firstKey());
      store.commit();
    }
    CommandFile again = open();
    assertThat(of(again, "ana")).isEqualTo(records("tank-1", 1, 5).reversed());
    assertThat(again.forgetBefore(2000).toCompletableFuture().join()).isEqualTo(4);
    again.close();
  }

  @Test
  void whatIsOlderThanIsKeptGoesAndNothingElse() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 10));
    append(file, records("tank-2", 10, 20));
    assertThat(file.forgetBefore(1000).toCompletableFuture().join()).isZero();
    assertThat(file.forgetBefore(1012).toCompletableFuture().join()).isEqualTo(12);
    assertThat(all(file, "tank-1")).isEmpty();
    assertThat(all(file, "tank-2")).isEqualTo(records("tank-2", 12, 20));
    file.close();
    CommandFile again = open();
    assertThat(all(again, "tank-2")).isEqualTo(records("tank-2", 12, 20));
    again.close();
  }

  @Test
  void anAccountIsFoundNewestFirstAndCanBeTakenOut() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 5));
    CommandRecord bens = new CommandRecord("tank-1", 9, 9, "ben", 7, "stop", 0, 0, "accepted", 1);
    append(file, List.of(bens));
    assertThat(ofAccount(file, "ana", "", 2))
        .extracting(Entry::record)
        .containsExactly(record("tank-1", 4), record("tank-1", 3));
    String second = ofAccount(file, "ana", "", 2).get(1).cursor();
    assertThat(ofAccount(file, "ana", second, 9))
        .extracting(Entry::record)
        .containsExactly(record("tank-1", 2), record("tank-1", 1), record("tank-1", 0));
    assertThat(file.anonymize("ana", "(erased-1)").toCompletableFuture().join()).isEqualTo(5);
    file.close();
    CommandFile again = open();
    assertThat(ofAccount(again, "ana", "", 9)).isEmpty();
    assertThat(ofAccount(again, "(erased-1)", "", 9)).hasSize(5);
    assertThat(ofAccount(again, "ben", "", 9)).extracting(Entry::record).containsExactly(bens);
    assertThat(all(again, "tank-1"))
        .hasSize(6)
        .filteredOn(each -> each.account().equals("(erased-1)"))
        .hasSize(5);
    again.close();
  }

  @Test
  void aRobotWhoseIdBeginsLikeAnothersIsAnother() {
    CommandFile file = open();
    append(file, records("tank", 0, 1));
    append(file, records("tank-1", 1, 2));
    append(file, records("tank.1", 2, 3));
    append(file, records("tank1", 3, 4));
    assertThat(all(file, "tank")).isEqualTo(records("tank", 0, 1));
    assertThat(all(file, "tank1")).isEqualTo(records("tank1", 3, 4));
    file.close();
  }

  @Test
  void theFileStaysSmallHoweverMuchGoesThrough() throws IOException {
    CommandFile file = open();
    for (int i = 0; i < 500; i++) {
      append(file, records("tank-1", i * 40, i * 40 + 40));
    }
    file.close();
    assertThat(Files.size(directory.resolve("commands"))).isLessThan(2_000_000);
  }

  @Test
  void aClosedFileRefusesInsteadOfForgetting() {
    CommandFile file = open();
    file.close();
    assertThatThrownBy(() -> append(file, records("tank-1", 0, 1)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Unavailable.class);
  }

  @Test
  void aFileThatIsNoneIsToldByName() throws IOException {
    Path path = directory.resolve("commands");
    Files.write(path, new byte[20_000]);
    assertThatThrownBy(this::open)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining(path.toString());
  }
}
