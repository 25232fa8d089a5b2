package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.havatar.relay.session.FakeLink;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is proposed to a robot, under which number, and which answer is whose. */
class ProposalsTest {
  private static final Numbered TERM = new Numbered(7, 1);
  private static final Stamp NEWEST = new Stamp(4711);
  private static final String OVER = "The robot's connection is gone.";

  private final FakeLink link = new FakeLink();
  private final Iterator<Long> ids = List.of(0L, 11L, 11L, 12L).iterator();
  private final List<String> told = new ArrayList<>();
  private final RegisterView registerView = new RegisterView();
  private final Proposals proposals =
      new Proposals(
          link,
          ids::next,
          (address, refused) -> told.add(address.session() + ": " + refused.message()),
          1000);

  private void take(long holder, @Nullable Stamp newest) {
    proposals.propose(
        new ClientAddress("a", "a." + holder, holder),
        new LeaseWish(Action.TAKE, Numbered.NONE, "N", 0, 60_000),
        registerView,
        newest,
        1000);
  }

  private void announced() {
    registerView.onLease(new Lease(null, TERM, 0, null, 0, Lease.Cause.CURRENT, null), 1000);
  }

  private static Refused refusalOf(@Nullable Long proposal) {
    return new Refused("propose", "held", "Somebody drives.", proposal, null);
  }

  @Test
  void everyOneOfThemHasANumberOfItsOwnThatIsNotZero() {
    announced();
    take(1, NEWEST);
    take(2, NEWEST);
    assertThat(link.all(Propose.class))
        .containsExactly(
            new Propose(11, Action.TAKE, TERM, 1, "N", 0, 60_000, NEWEST),
            new Propose(12, Action.TAKE, TERM, 2, "N", 0, 60_000, NEWEST));
  }

  @Test
  void aRobotThatHasNotSaidWhoDrivesOrWhenIsProposedNothing() {
    take(1, NEWEST);
    announced();
    take(2, null);
    assertThat(link.sent).isEmpty();
    String why = "The robot has not said who drives. Retry.";
    assertThat(told).containsExactly("a.1: " + why, "a.2: " + why);
  }

  @Test
  void aRefusalIsToldOnceToWhoAsked() {
    announced();
    take(1, NEWEST);
    proposals.onRefused(refusalOf(4711L));
    proposals.onRefused(refusalOf(null));
    assertThat(told).isEmpty();
    proposals.onRefused(refusalOf(11L));
    proposals.onRefused(refusalOf(11L));
    assertThat(told).containsExactly("a.1: Somebody drives.");
  }

  @Test
  void whatWasAcceptedIsAnsweredAndALeaseOfNobodysProposalAnswersNothing() {
    announced();
    take(1, NEWEST);
    take(2, NEWEST);
    proposals.onAccepted(null);
    proposals.onAccepted(11L);
    proposals.abandon();
    assertThat(told).containsExactly("a.2: " + OVER);
  }

  @Test
  void whoseRobotIsGoneIsToldSoOnce() {
    announced();
    take(1, NEWEST);
    proposals.abandon();
    proposals.abandon();
    proposals.onTick(1000 + Proposals.ANSWER_WITHIN_MS);
    assertThat(told).containsExactly("a.1: " + OVER);
  }
}
