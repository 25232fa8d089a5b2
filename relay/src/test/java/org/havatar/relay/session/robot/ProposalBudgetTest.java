package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;

/** How often one robot is asked, by whom, and who is never counted. */
class ProposalBudgetTest {
  private static final long HOLDER = 5;
  private static final int DRIVER_RANK = 1;
  private static final int OWNER_RANK = 2;

  private final FakeLink link = new FakeLink();
  private final List<Refused> told = new ArrayList<>();
  private final RegisterView registerView = registerView();
  private final Proposals proposals =
      new Proposals(link, this::nextId, (address, refused) -> told.add(refused), 1000);
  private long ids;

  private static RegisterView registerView() {
    RegisterView registerView = new RegisterView();
    registerView.onLease(
        new Lease(null, new Numbered(7, 1), HOLDER, "x", 60_000, Lease.Cause.CURRENT, null), 1000);
    return registerView;
  }

  private long nextId() {
    ids++;
    return ids;
  }

  /** True when the robot is asked. */
  private boolean asks(Action action, long holder, int rank) {
    int before = link.all(Propose.class).size();
    proposals.propose(
        new ClientAddress("a", "a." + holder, holder),
        new LeaseWish(action, Numbered.NONE, "N", rank, 60_000),
        registerView,
        new Stamp(4711),
        1000);
    return link.all(Propose.class).size() > before;
  }

  private boolean asksAndIsAnswered(Action action, long holder, int rank) {
    boolean asked = asks(action, holder, rank);
    proposals.onAccepted(ids);
    return asked;
  }

  private void spendShared() {
    for (int i = 0; i < Proposals.SHARED_BURST; i++) {
      assertThat(asksAndIsAnswered(Action.TAKE, 100 + i, DRIVER_RANK)).isTrue();
    }
  }

  @Test
  void allDriversTogetherHaveOneBudgetAndAreToldWhenItIsSpent() {
    spendShared();
    assertThat(asks(Action.TAKE, 9, DRIVER_RANK)).isFalse();
    assertThat(told)
        .containsExactly(
            new Refused(
                "take_lease",
                "rate_limited",
                "Too many ask for this robot. Retry in a moment.",
                null,
                null));
  }

  @Test
  void anOwnerHasAnotherOneWhichEndsToo() {
    spendShared();
    for (int i = Proposals.SHARED_BURST; i < Proposals.ALL_BURST; i++) {
      assertThat(asksAndIsAnswered(Action.TAKE_OVER, 9, OWNER_RANK)).isTrue();
    }
    assertThat(asks(Action.TAKE_OVER, 9, OWNER_RANK)).isFalse();
  }

  @Test
  void whoGivesBackWhatItHoldsIsNotCountedAndWhoHoldsNothingIs() {
    spendShared();
    assertThat(asks(Action.RELEASE, HOLDER, DRIVER_RANK)).isTrue();
    assertThat(asks(Action.RELEASE, 9, DRIVER_RANK)).isFalse();
  }

  @Test
  void whoLosesTheRobotLosesItHoweverManyAsk() {
    for (int i = 1; i <= Proposals.MAX_PENDING; i++) {
      assertThat(asks(Action.TAKE_OVER, 100 + i, OWNER_RANK)).isTrue();
    }
    assertThat(asks(Action.TAKE_OVER, 9, OWNER_RANK)).isFalse();
    assertThat(asks(Action.REVOKE, HOLDER, DRIVER_RANK)).isTrue();
  }
}
