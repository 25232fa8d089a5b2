package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditQuery;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditRing;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.session.port.DriveLog;
import org.havatar.relay.session.port.FairRing;
import org.junit.jupiter.api.Test;

final class DriveAuditTest {
  private final List<List<AuditEntry>> asked = new ArrayList<>();
  private final List<Promise<Boolean>> answers = new ArrayList<>();
  private final FairRing<DriveLog.Event> ring = new FairRing<>(3, DriveLog.Event::account);
  private final DriveAudit drives = new DriveAudit(ring, new SlowAudit());

  private final class SlowAudit implements AuditStore {
    @Override
    public Future<Boolean> append(List<AuditEntry> entries) {
      asked.add(entries);
      Promise<Boolean> answer = Promise.promise();
      answers.add(answer);
      return answer.future();
    }

    @Override
    public Future<Long> revise(AuditRevision revision) {
      throw new UnsupportedOperationException("nobody revises here");
    }

    @Override
    public Future<Page> find(AuditQuery query) {
      throw new UnsupportedOperationException("nobody reads here");
    }

    @Override
    public Future<Long> forgetBefore(long epochMs) {
      throw new UnsupportedOperationException("nobody forgets here");
    }

    @Override
    public Future<Map<AuditRing, String>> heads() {
      throw new UnsupportedOperationException("nobody checks here");
    }

    @Override
    public void keepAtMost(Bounds bounds) {}
  }

  private void add(int number) {
    ring.add(new DriveLog.Event(number, "tank-1", "~1", "ana", "drive.taken", "taken"));
  }

  private List<Long> times(int call) {
    return asked.get(call).stream().map(AuditEntry::atMs).toList();
  }

  @Test
  void aBatchAtATimeIsWrittenAndOneThatFailsIsTriedAgain() {
    add(1);
    add(2);
    drives.onTick();
    add(3);
    drives.onTick();
    assertThat(asked).hasSize(1);
    assertThat(times(0)).containsExactly(1L, 2L);
    answers.get(0).fail("away");
    drives.onTick();
    assertThat(times(1)).containsExactly(1L, 2L);
    answers.get(1).complete(true);
    drives.onTick();
    assertThat(times(2)).containsExactly(3L);
    answers.get(2).complete(true);
    assertThat(drives.writtenCount()).isEqualTo(3);
    assertThat(asked.get(2).get(0).object()).isEqualTo("tank-1");
  }

  @Test
  void whatDoesNotFitIsLetGoOldestFirstAndCounted() {
    for (int i = 1; i <= 5; i++) {
      add(i);
    }
    drives.onTick();
    assertThat(times(0)).containsExactly(3L, 4L, 5L);
    assertThat(ring.dropped()).isEqualTo(2);
  }
}
