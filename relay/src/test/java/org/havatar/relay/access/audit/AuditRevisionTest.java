package org.havatar.relay.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.access.people.Actor;
import org.junit.jupiter.api.Test;

final class AuditRevisionTest {
  private static final AuditRevision BEN = new AuditRevision.Erased("ben", "(erased-1)");

  private static AuditEntry entry(String by, String action, String object, String detail) {
    return new AuditEntry(5, new Actor(by, "192.0.2.1"), action, object, detail);
  }

  @Test
  void aNameIsTakenOutWhereverItStandsAndNowhereElse() {
    AuditEntry own = BEN.of(entry("ben", "login.accepted", "ben", "session 1"));
    assertThat(own.by()).isEqualTo(new Actor("(erased-1)", ""));
    assertThat(own.object()).isEqualTo("(erased-1)");
    assertThat(BEN.of(entry("ana", "robot.grant", "tank-1", "driver for ben")))
        .isEqualTo(entry("ana", "robot.grant", "tank-1", "driver for (erased-1)"));
    assertThat(BEN.of(entry("ana", "robot.transfer", "tank-1", "from ben to benny")).detail())
        .isEqualTo("from (erased-1) to benny");
    for (String other : new String[] {"benny", "a.ben", "ben-2", "ben@example.org", "ben~1"}) {
      AuditEntry entry = entry(other, "robot.grant", "tank-1", "driver for " + other);
      assertThat(BEN.of(entry)).isEqualTo(entry);
      assertThat(entry.concerns("ben")).isFalse();
    }
  }

  @Test
  void aRobotOfTheSameNameKeepsIt() {
    AuditEntry robot = entry("ana", "robot.change", "ben", "name");
    assertThat(BEN.of(robot)).isEqualTo(robot);
    assertThat(BEN.of(entry("ana", "account.change", "ben", "")).object()).isEqualTo("(erased-1)");
  }

  @Test
  void addressesGoAtTheirBoundAndNothingElse() {
    AuditRevision at5 = new AuditRevision.AddressesBefore(5);
    AuditRevision at6 = new AuditRevision.AddressesBefore(6);
    AuditEntry entry = entry("ana", "a.b", "o", "d");
    assertThat(at5.of(entry)).isEqualTo(entry);
    assertThat(at5.isDoneAt(entry)).isTrue();
    assertThat(at6.of(entry)).isEqualTo(new AuditEntry(5, new Actor("ana", ""), "a.b", "o", "d"));
  }
}
