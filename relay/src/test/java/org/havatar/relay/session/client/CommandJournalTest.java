package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.FakeAlarm;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each setpoint of a client is noted once, with what became of it in the end. */
class CommandJournalTest {
  private static final Numbered TERM = new Numbered(7, 1);
  private static final String IDENTITY = "~1";
  private static final int MOST_UNDER_WAY = 128;

  private final SimulatedNode bench = new SimulatedNode();
  private final CommandJournal journal = journal();
  private final long startMs = bench.nowMs;

  private CommandJournal journal() {
    FakeLink link = new FakeLink();
    Client client =
        new Client(
            new ClientAddress("a", "a.1", 5),
            0,
            new Account("ann", "Ann", false),
            false,
            link,
            new Complaints(link, bench.drops),
            new FakeAlarm(bench));
    return new CommandJournal(SimulatedNode.ROBOT, () -> IDENTITY, client, bench.context("a"));
  }

  private static Drive drive(int sequence) {
    return new Drive(TERM, new Sequence(sequence), new Stamp(1), 300, 0, 10, 20);
  }

  private static Ack ack(Numbered term, int sequence, Reason reason) {
    return new Ack(reason, term, new Sequence(sequence), new Stamp(1), 0, 1000, 0, 0);
  }

  /** {@code FATE COUNT} of each that was written. */
  private List<String> written() {
    return bench.commands.stream().map(each -> each.fate() + " " + each.count()).toList();
  }

  /** The journal is written now and not a moment earlier. */
  private void isWrittenAt(long ms, String... expected) {
    journal.onTick(startMs + ms - 1);
    assertThat(written()).isEmpty();
    journal.onTick(startMs + ms);
    assertThat(written()).containsExactly(expected);
  }

  @Test
  void aRunIsWrittenFiveSecondsAfterItsFirstWasRefusedHere() {
    journal.refused(drive(1), Reason.NOT_HOLDER, startMs + 300);
    isWrittenAt(5300, "not_holder 1");
  }

  @Test
  void aRunIsWrittenFiveSecondsAfterItsFirstWasAnswered() {
    journal.carried(drive(1), startMs);
    journal.onAck(ack(TERM, 1, Reason.ACCEPTED), startMs + 300);
    isWrittenAt(5300, "accepted 1");
  }

  @Test
  void whatIsNotAnsweredInOneSecondIsSettledThen() {
    journal.carried(drive(1), startMs);
    journal.onTick(startMs + 999);
    assertThat(bench.metrics.figures("settled null")).isEmpty();
    journal.onTick(startMs + 1000);
    assertThat(bench.metrics.figures("settled null")).hasSize(1);
    isWrittenAt(6000, "unanswered 1");
  }

  @Test
  void ofTooManyUnderWayTheOldestCountsAsUnanswered() {
    for (int i = 1; i <= MOST_UNDER_WAY; i++) {
      journal.carried(drive(i), startMs);
    }
    assertThat(bench.metrics.all).isEmpty();
    journal.carried(drive(MOST_UNDER_WAY + 1), startMs + 500);
    assertThat(bench.metrics.figures("settled null")).hasSize(1);
    for (int i = 2; i <= MOST_UNDER_WAY + 1; i++) {
      journal.onAck(ack(TERM, i, Reason.ACCEPTED), startMs + 600);
    }
    assertThat(written()).containsExactly("unanswered 1");
    assertThat(bench.metrics.figures("settled ACCEPTED")).hasSize(MOST_UNDER_WAY);
  }

  @Test
  void theRunOfWhatWasTooMuchBeginsThen() {
    for (int i = 0; i <= MOST_UNDER_WAY; i++) {
      journal.carried(drive(i), startMs + i);
    }
    isWrittenAt(5000 + MOST_UNDER_WAY, "unanswered " + (MOST_UNDER_WAY + 1));
  }

  @Test
  void whatWentOnAndWasRefusedAllTheSameIsNotedOnce() {
    journal.carried(drive(1), startMs);
    journal.refused(drive(1), Reason.NO_ROBOT, startMs);
    journal.close();
    assertThat(written()).containsExactly("no_robot 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOW_FULL", "LINK_FULL"})
  void whatIsHeldBackIsNotedWithItsRealAnswer(Reason held) {
    journal.carried(drive(1), startMs);
    journal.onAck(ack(TERM, 1, held), startMs);
    assertThat(bench.metrics.all).isEmpty();
    journal.onAck(ack(TERM, 1, Reason.ACCEPTED), startMs + 20);
    journal.close();
    assertThat(written()).containsExactly("accepted 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOW_FULL", "LINK_FULL"})
  void whatIsHeldBackAndNeverAnsweredIsNotedWithWhatHeldItBack(Reason held) {
    journal.carried(drive(1), startMs);
    journal.onAck(ack(TERM, 1, held), startMs);
    journal.onTick(startMs + 1000);
    isWrittenAt(6000, held.wireName() + " 1");
  }

  @Test
  void anAnswerSettlesOnlyTheSetpointOfItsTermAndNumber() {
    journal.carried(drive(1), startMs);
    journal.carried(drive(2), startMs);
    journal.onAck(ack(TERM, 3, Reason.ACCEPTED), startMs);
    journal.onAck(ack(TERM.next(), 1, Reason.ACCEPTED), startMs);
    assertThat(bench.metrics.all).isEmpty();
    journal.onAck(ack(TERM, 2, Reason.STALE), startMs);
    journal.onAck(ack(TERM, 1, Reason.ACCEPTED), startMs);
    journal.close();
    assertThat(written()).containsExactly("stale 1", "accepted 1");
  }

  @Test
  void whoLeavesIsNotedWithAllThatIsStillUnderWay() {
    journal.carried(drive(1), startMs);
    journal.carried(drive(2), startMs);
    journal.close();
    assertThat(written()).containsExactly("unanswered 2");
  }

  @Test
  void whatIsNoSetpointIsWrittenAtOnceAndAfterTheRunBeforeIt() {
    journal.refused(drive(1), Reason.NOT_HOLDER, startMs);
    journal.event("take_lease", "forwarded");
    assertThat(bench.commands)
        .containsExactly(
            record("drive", 10, 20, "not_holder"), record("take_lease", 0, 0, "forwarded"));
  }

  private CommandRecord record(String kind, int left, int right, String fate) {
    long nowMs = bench.epochMs;
    return new CommandRecord(
        SimulatedNode.ROBOT, IDENTITY, nowMs, nowMs, "ann", 5, kind, left, right, fate, 1);
  }
}
