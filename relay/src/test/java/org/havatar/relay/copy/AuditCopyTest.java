package org.havatar.relay.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real store to a target that fails when a test says so. */
final class AuditCopyTest {
  private final Path directory;
  private Store store;
  private final Target target = new Target();
  private AuditCopy copy;
  private int written;

  AuditCopyTest(@TempDir Path directory) {
    this.directory = directory;
    store = EmbeddedStore.open(directory.resolve("relay.mv"), System::nanoTime);
    copy = new AuditCopy(store.audit(), target, directory);
  }

  private static final class Target implements CopyTarget {
    final List<Kept> got = new ArrayList<>();
    volatile boolean fails;
    volatile boolean isBroken;
    final AtomicInteger tries = new AtomicInteger();

    @Override
    public String name() {
      return "file";
    }

    @Override
    public void send(List<Kept> entries) throws IOException {
      tries.incrementAndGet();
      if (isBroken) {
        throw new IllegalStateException("a fault of ours");
      }
      if (fails) {
        throw new IOException("no");
      }
      got.addAll(entries);
    }

    @Override
    public void close() {}

    List<Long> times() {
      return got.stream().map(each -> each.entry().atMs()).toList();
    }
  }

  @AfterEach
  void close() {
    Answers.of(store.close());
  }

  private void write(int many) {
    List<AuditEntry> entries =
        IntStream.range(written, written + many)
            .mapToObj(i -> new AuditEntry(1000 + i, Actor.OPERATOR, "robot.add", "r", ""))
            .toList();
    written += many;
    Answers.of(store.audit().append(entries));
  }

  private List<Long> all() {
    return IntStream.range(0, written).mapToObj(i -> 1000L + i).toList();
  }

  /** As after the program ended, or was killed. */
  private void restart() {
    copy = new AuditCopy(store.audit(), target, directory);
  }

  @Test
  void whatWasWrittenBeforeAndWhatComesIsCopiedOnceAndInOrder() {
    write(2 * AuditCopy.AT_ONCE + 7);
    assertThat(Answers.of(copy.onTick(0))).isTrue();
    assertThat(target.times()).isEqualTo(all());
    write(1);
    Answers.of(copy.onTick(1));
    Answers.of(copy.onTick(2));
    restart();
    write(1);
    Answers.of(copy.onTick(3));
    assertThat(target.times()).isEqualTo(all());
    assertThat(target.got)
        .isEqualTo(Answers.of(store.audit().entries("", AuditStore.MOST_LOOKED_AT)));
    assertThat(copy.copied()).isEqualTo(1);
    assertThat(copy.behindMs(999_999)).isZero();
  }

  @Test
  void whatATargetDoesNotTakeIsTriedAgainSeldomerAndSeldomer() {
    write(3);
    target.fails = true;
    for (long nowMs = 0; nowMs < 1_000_000; nowMs += 500) {
      assertThat(Answers.of(copy.onTick(nowMs))).isFalse();
    }
    assertThat(target.tries.get()).as("at 0, 1, 3, 7, … 511, 811 s").isEqualTo(11);
    assertThat(copy.behindMs(61_000)).isEqualTo(60_000);
    target.fails = false;
    assertThat(Answers.of(copy.onTick(2_000_000))).isTrue();
    assertThat(target.times()).isEqualTo(all());
    assertThat(copy.behindMs(61_000)).isZero();
  }

  @Test
  void itGoesOnBehindWhatTheLogHasLetGo() {
    write(10);
    Answers.of(copy.onTick(0));
    write(10);
    Answers.of(store.audit().forgetBefore(1015));
    restart();
    Answers.of(copy.onTick(1));
    assertThat(target.times().subList(10, 15)).containsExactly(1015L, 1016L, 1017L, 1018L, 1019L);
    Answers.of(store.audit().forgetBefore(5000));
    restart();
    Answers.of(copy.onTick(2));
    write(1);
    Answers.of(copy.onTick(3));
    assertThat(target.times()).hasSize(16).endsWith(1020L);
  }

  @Test
  void aLogThatWasReplacedIsCopiedFromItsBeginning() {
    write(10);
    Answers.of(copy.onTick(0));
    Answers.of(store.close());
    for (int many : new int[] {5, 20}) { // shorter than what was copied, and longer
      store = EmbeddedStore.open(directory.resolve("other-" + many + ".mv"), System::nanoTime);
      restart();
      target.got.clear();
      write(many);
      Answers.of(copy.onTick(1));
      assertThat(target.got).hasSize(many);
      Answers.of(store.close());
    }
    store = EmbeddedStore.open(directory.resolve("last.mv"), System::nanoTime);
  }

  @Test
  void aNoteThatIsNoneCopiesEverythingAndOneThatCanNotBeWrittenIsNoLoss() throws IOException {
    Files.writeString(directory.resolve("audit-copy-file"), "nonsense\n");
    write(3);
    Answers.of(copy.onTick(0));
    assertThat(target.times()).isEqualTo(all());
    Files.createDirectory(directory.resolve("audit-copy-file.new"));
    write(1);
    assertThat(Answers.of(copy.onTick(1))).isFalse();
    assertThat(target.times()).as("it comes again rather than never").isEqualTo(all());
  }

  @Test
  void afterAFaultOfOursItWaitsAsAfterAnyOther() {
    write(3);
    target.isBroken = true;
    assertThat(Answers.of(copy.onTick(0))).isFalse();
    assertThat(Answers.of(copy.onTick(500))).isFalse();
    assertThat(target.tries.get()).isEqualTo(1);
    target.isBroken = false;
    assertThat(Answers.of(copy.onTick(1000))).isTrue();
    assertThat(target.times()).isEqualTo(all());
  }

  @Test
  void afterItsEndItCopiesNothing() {
    copy.close();
    write(3);
    assertThat(Answers.of(copy.onTick(0))).isFalse();
    assertThat(target.got).isEmpty();
  }
}
