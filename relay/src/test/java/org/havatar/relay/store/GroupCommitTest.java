package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {
  private final StoreFile file;
  private final GroupCommit commits;

  GroupCommitTest(@TempDir Path directory) {
    String name = directory.resolve("store.mv").toString();
    file = StoreFile.open(name, () -> Bounds.USUAL);
    commits =
        new GroupCommit(file, () -> StoreFile.open(name, () -> Bounds.USUAL), System::nanoTime);
  }

  private Future<String> put(String value) {
    return commits.submit(
        open -> {
          open.table(Kind.META).put("key", value);
          return value;
        });
  }

  @Test
  void writesThatWaitTogetherAreCommittedTogether() {
    long before = file.version();
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(put("value " + i));
    }
    commits.start();
    all.forEach(Answers::of);
    assertThat(file.version() - before).isBetween(1L, 20L);
  }

  @Test
  void aCommitComesWhenTheGatheringTimeIsOverHoweverMuchIsStillComing() {
    AtomicLong nowNs = new AtomicLong();
    GroupCommit paced =
        new GroupCommit(
            file, () -> file, () -> nowNs.getAndAdd(GroupCommit.GATHER_NS / 4)); // each look costs
    long before = file.version();
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String value = "value " + i;
      all.add(
          paced.submit(
              open -> {
                open.table(Kind.META).put("key", value);
                return true;
              }));
    }
    paced.start();
    all.forEach(Answers::of);
    assertThat(file.version() - before).isGreaterThanOrEqualTo(8);
    Answers.of(paced.close());
  }

  @Test
  void aReadThatSawAnUnsavedWriteIsAnsweredAfterItWasSaved() {
    Future<String> written = put("new");
    Future<Boolean> read = commits.submit(open -> "new".equals(open.table(Kind.META).get("key")));
    Future<Boolean> savedWhenHeard = read.map(seen -> seen && !file.hasUnsaved());
    commits.start();
    assertThat(Answers.of(written)).isEqualTo("new");
    assertThat(Answers.of(savedWhenHeard)).isTrue();
  }

  @Test
  void anOperationThatCantReadFailsAlone() {
    commits.start();
    Future<String> failed =
        commits.submit(
            open -> {
              throw new IllegalStateException("no such text");
            });
    assertThat(Answers.failureOf(failed)).isInstanceOf(Unavailable.class);
    assertThat(Answers.of(put("value"))).isEqualTo("value");
    Answers.of(commits.close());
  }

  @Test
  void overTheBoundOperationsFailAtOnce() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < GroupCommit.MAX_WAITING; i++) {
      all.add(put("value"));
    }
    assertThat(Answers.failureOf(put("one more"))).isInstanceOf(Unavailable.class);
    commits.start();
    all.forEach(each -> assertThat(Answers.of(each)).isEqualTo("value"));
    Answers.of(commits.close());
  }
}
