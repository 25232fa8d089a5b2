package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.session.CommandArchive.Entry;
import org.havatar.relay.session.CommandArchive.Query;
import org.havatar.relay.session.CommandRecord;
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
    return file.ofAccount(account, 1000).toCompletableFuture().join();
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
  void aFileOfBeforeTheSharesGetsThem() {
    CommandFile file = open();
    append(file, records("tank-1", 0, 5));
    file.close();
    try (MVStore store = MVStore.open(directory.resolve("commands").toString())) {
      store.removeMap("accounts");
    }
    CommandFile again = open();
    assertThat(of(again, "ana")).hasSize(5);
    assertThat(again.anonymize("ana", "(erased-1)").toCompletableFuture().join()).isEqualTo(5);
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
    assertThat(file.ofAccount("ana", 2).toCompletableFuture().join())
        .containsExactly(record("tank-1", 4), record("tank-1", 3));
    assertThat(file.anonymize("ana", "(erased-1)").toCompletableFuture().join()).isEqualTo(5);
    file.close();
    CommandFile again = open();
    assertThat(again.ofAccount("ana", 9).toCompletableFuture().join()).isEmpty();
    assertThat(again.ofAccount("ben", 9).toCompletableFuture().join()).containsExactly(bens);
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
