package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreTest extends EngineContract {
  private final Path directory;

  EmbeddedStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve("store.mv");
  }

  @Override
  protected Store open() {
    return EmbeddedStore.open(file(), System::nanoTime);
  }

  @Override
  protected void crash(Store store) {
    EmbeddedStore.crash(store);
  }

  @Test
  void aStoreInUseSaysSo() {
    assertThatThrownBy(this::open)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("is in use by another process (is the relay running?)");
  }

  @Test
  void theFileIsItsOwnersOnly() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileOfAnotherLayoutIsRefusedAndNotTouched() {
    Path other = directory.resolve("other.mv");
    try (MVStore written = MVStore.open(other.toString())) {
      written.openMap("meta").put("schema", "4");
    }
    assertThatThrownBy(() -> EmbeddedStore.open(other, System::nanoTime))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("has layout 4; this relay knows layouts 1 to 3");
    try (MVStore read = MVStore.open(other.toString())) {
      assertThat(read.openMap("meta").get("schema")).isEqualTo("4");
    }
  }

  @Test
  void aFileThatIsNoStoreIsRefusedWithASentence() throws IOException {
    Path other = directory.resolve("text.mv");
    Files.writeString(other, "this is no store ".repeat(1000));
    assertThatThrownBy(() -> EmbeddedStore.open(other, System::nanoTime))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("can't be opened");
  }

  @Test
  void theFileDoesNotGrowWithRewritesOfTheSameThing() throws IOException {
    Store grown = EmbeddedStore.open(directory.resolve("grown.mv"), System::nanoTime);
    for (int round = 1; round <= 300; round++) {
      List<Future<OptionalLong>> all = new ArrayList<>();
      for (int robot = 0; robot < 100; robot++) {
        all.add(grown.robots().recordBoot("robot-" + robot, round, round));
      }
      all.forEach(Answers::of);
    }
    assertThat(Files.size(directory.resolve("grown.mv"))).isLessThan(2_000_000);
    Answers.of(grown.close());
  }

  /** Ten minutes in which something is written five times a second, each with its own commit. */
  @Test
  void theFileStaysSmallHoweverOftenALittleIsWritten() throws IOException {
    Path path = directory.resolve("often.mv");
    AtomicLong nowNs = new AtomicLong();
    Store often = EmbeddedStore.open(path, () -> nowNs.getAndAdd(GroupCommit.GATHER_NS));
    often.audit().keepAtMost(new Bounds(1000, 1000));
    for (int update = 1; update <= 3000; update++) {
      Answers.of(often.robots().recordBoot("robot-" + update % 50, update, update));
      if (update % 4 == 0) {
        AuditEntry entry = new AuditEntry(update, Actor.OPERATOR, "a.b", "o", "");
        Answers.of(often.audit().append(entry));
      }
    }
    assertThat(Files.size(path)).isLessThan(4_000_000);
    Answers.of(often.close());
  }
}
