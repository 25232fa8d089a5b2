package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.KeptStop;
import org.havatar.relay.access.robots.KeptStops;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.session.port.CommandArchive.Query;
import org.havatar.relay.session.port.CommandRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing for a while: nothing acknowledged is lost, and it heals by itself. */
final class FullDiskTest {
  private final Path directory;

  FullDiskTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void freeSpace() {
    FullDiskPath.FULL.set(false);
  }

  private Store open() {
    String name = FullDiskPath.of(directory.resolve("store"));
    return EmbeddedStore.open(name, () -> {}, System::nanoTime);
  }

  private static Future<OptionalLong> boot(Store store, String robot, long number) {
    return store.robots().recordBoot(robot, number, number);
  }

  @Test
  void aWriteIsRefusedWithTheReasonAndReadsGoOn() {
    Store store = open();
    Answers.of(boot(store, "tank-1", 3));
    FullDiskPath.FULL.set(true);
    assertThat(Answers.failureOf(boot(store, "tank-1", 4)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("The store can't write: no space left");
    assertThat(Answers.of(boot(store, "tank-1", 3))).isEmpty();
    assertThat(Answers.of(boot(store, "tank-1", 2))).hasValue(3);
    assertThat(Answers.of(store.accounts().account("ana"))).isEmpty();
    assertThat(Answers.of(store.close())).isFalse();
  }

  @Test
  void aStopThatAFullDiskRefusedIsFoundByTheNextConnectionAllTheSame() {
    Store store = open();
    Robot tank = SomeRobot.of("tank-1", "Tank", "tank");
    RobotEntry entry = new RobotEntry(tank, RobotDetails.NONE, RobotAcl.of(""));
    Keyring keys = Keyring.of(new Keyring.Key("k1", "00", 0, 0));
    Answers.of(store.robots().add(entry, keys, Actor.OPERATOR, 1));
    KeptStops stops = new KeptStops(store.robots());
    KeptStop lock = new KeptStop(true, true, 3, 4);
    FullDiskPath.FULL.set(true);
    assertThat(Answers.failureOf(stops.keep("tank-1", Optional.of(lock))))
        .isInstanceOf(Unavailable.class);
    assertThat(Answers.of(stops.find("tank-1"))).contains(lock);
    assertThat(Answers.of(store.robots().keptStop("tank-1"))).isEmpty();
    FullDiskPath.FULL.set(false);
    awaitHealthy(store);
    assertThat(Answers.of(stops.find("tank-1"))).contains(lock);
    assertThat(Answers.of(store.robots().keptStop("tank-1"))).contains(lock);
    Answers.of(stops.keep("tank-1", Optional.empty()));
    assertThat(Answers.of(stops.find("tank-1"))).isEmpty();
    Answers.of(store.close());
  }

  @Test
  void whatWasRefusedIsNeverSeenNeitherNowNorLater() {
    Store store = open();
    FullDiskPath.FULL.set(true);
    for (int number = 1; number <= 20; number++) {
      assertThat(Answers.failureOf(boot(store, "tank-" + number, number)))
          .isInstanceOf(Unavailable.class);
    }
    FullDiskPath.FULL.set(false);
    awaitHealthy(store);
    for (int number = 1; number <= 20; number++) {
      assertThat(Answers.of(boot(store, "tank-" + number, 1))).isEmpty();
    }
    Answers.of(store.close());
  }

  @Test
  void theProbeTellsTheReasonUntilThereIsSpaceAndWritesGoOnByThemselves() {
    Store store = open();
    assertThat(Answers.of(store.probe())).isTrue();
    FullDiskPath.FULL.set(true);
    Answers.failureOf(boot(store, "tank-1", 1));
    assertThat(Answers.failureOf(store.probe()))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no space left");
    FullDiskPath.FULL.set(false);
    awaitHealthy(store);
    assertThat(Answers.of(boot(store, "tank-1", 1))).isEmpty();
    Answers.of(store.close());
  }

  @Test
  void whileTheDiskIsFullOnlyTheOwnTriesTouchIt() {
    AtomicLong nowNs = new AtomicLong();
    String name = FullDiskPath.of(directory.resolve("store"));
    Store store = EmbeddedStore.open(name, () -> {}, nowNs::get); // its time stands still
    FullDiskPath.FULL.set(true);
    Answers.failureOf(boot(store, "tank-0", 1));
    int refused = FullDiskPath.REFUSED.get();
    for (int robot = 1; robot <= 100; robot++) {
      Answers.failureOf(boot(store, "tank-" + robot, 1));
    }
    assertThat(FullDiskPath.REFUSED.get()).isEqualTo(refused);
    FullDiskPath.FULL.set(false);
    nowNs.addAndGet(GroupCommit.RETRY_NS);
    awaitHealthy(store); // each probe wakes the thread, which then looks at its clock
    Answers.of(store.close());
  }

  @Test
  void nothingAcknowledgedIsLostHoweverOftenTheDiskIsFull() {
    Store store = open();
    long[] acknowledged = new long[8];
    for (int round = 1; round <= 12; round++) {
      for (int robot = 0; robot < acknowledged.length; robot++) {
        FullDiskPath.FULL.set(round % 3 == 0 && robot > 3);
        Future<OptionalLong> written = boot(store, "tank-" + robot, round);
        if (FullDiskPath.FULL.get()) {
          Answers.failureOf(written);
        } else {
          Answers.of(written);
          acknowledged[robot] = round;
        }
      }
      FullDiskPath.FULL.set(false);
      awaitHealthy(store);
    }
    EmbeddedStore.crash(store);
    Store again = open();
    for (int robot = 0; robot < acknowledged.length; robot++) {
      OptionalLong highest = Answers.of(again.robots().recordBoot("tank-" + robot, 1, -1));
      assertThat(highest).as("tank-%d", robot).hasValue(acknowledged[robot]);
    }
    Answers.of(again.close());
  }

  @Test
  void aStoreThatIsClosedWhileTheDiskIsFullEndsAndKeepsWhatWasSaved() {
    Store store = open();
    Answers.of(boot(store, "tank-1", 7));
    FullDiskPath.FULL.set(true);
    Answers.failureOf(boot(store, "tank-1", 8));
    assertThat(Answers.of(store.close())).isFalse();
    FullDiskPath.FULL.set(false);
    Store again = open();
    assertThat(Answers.of(again.robots().recordBoot("tank-1", 1, -1))).hasValue(7);
    Answers.of(again.close());
  }

  @Test
  void theCommandLogRefusesItsBatchesUntilThereIsSpace() {
    AtomicLong nowNs = new AtomicLong();
    String name = FullDiskPath.of(directory.resolve("commands"));
    CommandFile log = CommandFile.open(name, 100, nowNs::get);
    log.append(records("kept")).toCompletableFuture().join();
    FullDiskPath.FULL.set(true);
    assertThatThrownBy(() -> log.append(records("dropped")).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no space left");
    FullDiskPath.FULL.set(false);
    nowNs.addAndGet(CommandFile.REOPEN_NS);
    log.append(records("later")).toCompletableFuture().join();
    Query all = new Query("tank-1", 0, Long.MAX_VALUE, "", 100);
    assertThat(log.find(all).toCompletableFuture().join())
        .extracting(entry -> entry.record().account())
        .containsExactly("kept", "later");
    log.close();
  }

  private static List<CommandRecord> records(String account) {
    return List.of(new CommandRecord("tank-1", 1, 1, account, 1, "drive", 1, 1, "accepted", 1));
  }

  private static void awaitHealthy(Store store) {
    await()
        .until(() -> store.probe().toCompletionStage().toCompletableFuture(), FullDiskTest::isTrue);
  }

  private static boolean isTrue(java.util.concurrent.CompletableFuture<Boolean> probe) {
    try {
      return probe.join();
    } catch (CompletionException e) {
      return false;
    }
  }
}
