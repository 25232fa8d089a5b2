package org.havatar.relay.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.junit.jupiter.api.Test;

/** Who hears what of those who ask for the controls, and what is proposed to the robot for them. */
class LeaseRequestsTest {
  private static final ClientAddress ANN = new ClientAddress("a", "a.1", 1);
  private static final ClientAddress BEN = new ClientAddress("b", "b.2", 2);
  private static final ClientAddress EVE = new ClientAddress("b", "b.3", 3);
  private static final long NOW_MS = 50_000;
  private static final long LAPSE_MS = NOW_MS + LeaseRequests.ANSWER_WITHIN_MS;

  private final RegisterView registerView = new RegisterView();
  private final FakeDesk desk = new FakeDesk();
  private final LeaseRequests requests = new LeaseRequests(SimulatedNode.ROBOT, registerView, desk);

  /** Something that happened; {@code to} is the tag of the one who hears it. */
  private record Told(long to, Message message) {}

  private record Proposed(ClientAddress address, LeaseWish wish, long nowMs) {}

  private static final class FakeDesk implements LeaseRequests.Desk {
    private final List<Told> told = new ArrayList<>();
    private final List<Proposed> proposed = new ArrayList<>();
    private final Set<ClientAddress> gone = new HashSet<>();

    @Override
    public void tell(ClientAddress address, LeaseRequested request) {
      told.add(new Told(address.holder(), request));
    }

    @Override
    public void tellAll(long holder, LeaseRequested request) {
      told.add(new Told(holder, request));
    }

    @Override
    public void refuse(ClientAddress address, Refused refused) {
      told.add(new Told(address.holder(), refused));
    }

    @Override
    public boolean isWatching(ClientAddress address) {
      return !gone.contains(address);
    }

    @Override
    public void propose(ClientAddress address, LeaseWish wish, long nowMs) {
      proposed.add(new Proposed(address, wish, nowMs));
    }
  }

  private void drives(int term, long holder) {
    Lease.Cause cause = holder == 0 ? Lease.Cause.RELEASED : Lease.Cause.TAKEN;
    registerView.onLease(
        new Lease(null, new Numbered(7, term), holder, "x", 9000, cause, null), NOW_MS);
  }

  /** Ann drives, and that has been noticed. */
  private void annDrives() {
    drives(1, ANN.holder());
    requests.onTick(NOW_MS);
  }

  private static LeaseWish asked(ClientAddress address, Numbered term) {
    return new LeaseWish(Propose.Action.HAND_OVER, term, "name-" + address.holder(), 1, 8000);
  }

  private void ask(ClientAddress address, long nowMs) {
    requests.ask(address, asked(address, Numbered.NONE), nowMs);
  }

  private static Proposed proposal(ClientAddress address, int term, long nowMs) {
    return new Proposed(address, asked(address, new Numbered(7, term)), nowMs);
  }

  private static Told request(ClientAddress to, ClientAddress asker, long remainingMs) {
    return new Told(
        to.holder(),
        new LeaseRequested(
            SimulatedNode.ROBOT, asker.holder(), "name-" + asker.holder(), remainingMs));
  }

  private static Told refusal(ClientAddress to, String request, String code, String message) {
    return new Told(to.holder(), new Refused(request, code, message, null, null));
  }

  private static Told unanswered(ClientAddress to) {
    return refusal(to, "request_lease", Codes.UNANSWERED, "The driver did not answer. Ask again.");
  }

  private List<Told> news() {
    List<Told> news = List.copyOf(desk.told);
    desk.told.clear();
    return news;
  }

  @Test
  void theAskerAndTheDriverHearOfItAndTheAskerAgainWhoAsksAgain() {
    annDrives();
    ask(BEN, NOW_MS);
    assertThat(news())
        .containsExactlyInAnyOrder(request(BEN, BEN, 10_000), request(ANN, BEN, 10_000));
    ask(BEN, NOW_MS + 3000);
    assertThat(news()).containsExactly(request(BEN, BEN, 7000));
    assertThat(desk.proposed).isEmpty();
  }

  @Test
  void aFreeLeaseIsProposedAtOnceInItsTerm() {
    drives(1, 0);
    ask(BEN, NOW_MS);
    assertThat(desk.proposed).containsExactly(proposal(BEN, 1, NOW_MS));
    assertThat(news()).isEmpty();
  }

  @Test
  void aGrantIsProposedInTheTermInWhichItWasGivenAndTheRequestIsOver() {
    annDrives();
    ask(BEN, NOW_MS);
    news();
    requests.onAnswer(ANN, new AnswerRequest(BEN.holder(), true), NOW_MS + 10);
    assertThat(desk.proposed).containsExactly(proposal(BEN, 1, NOW_MS + 10));
    assertThat(news()).containsExactlyInAnyOrder(request(ANN, BEN, 0), request(BEN, BEN, 0));
    requests.onAnswer(ANN, new AnswerRequest(BEN.holder(), true), NOW_MS + 20);
    assertThat(news())
        .containsExactly(refusal(ANN, "answer_request", Codes.UNANSWERED, "That request is over."));
    assertThat(desk.proposed).hasSize(1);
  }

  @Test
  void aNoIsToldAndCountsForAWhileToTheMillisecond() {
    annDrives();
    ask(BEN, NOW_MS);
    news();
    requests.onAnswer(ANN, new AnswerRequest(BEN.holder(), false), NOW_MS);
    assertThat(news())
        .containsExactlyInAnyOrder(
            request(ANN, BEN, 0),
            request(BEN, BEN, 0),
            refusal(BEN, "request_lease", Codes.DECLINED, "The driver keeps the controls."));
    assertQuietUntil(NOW_MS + LeaseRequests.QUIET_MS);
  }

  private void assertQuietUntil(long untilMs) {
    ask(BEN, untilMs - 1);
    assertThat(news())
        .containsExactly(
            refusal(BEN, "request_lease", "rate_limited", "The driver has just said no. Wait."));
    ask(BEN, untilMs);
    assertThat(news()).contains(request(BEN, BEN, 10_000));
  }

  @Test
  void aDriverWhoSaysNothingIsLeftInPeaceForAWhileToo() {
    annDrives();
    ask(BEN, NOW_MS);
    news();
    requests.onTick(LAPSE_MS - 1);
    assertThat(news()).isEmpty();
    requests.onTick(LAPSE_MS);
    assertThat(news())
        .containsExactlyInAnyOrder(request(ANN, BEN, 0), request(BEN, BEN, 0), unanswered(BEN));
    assertQuietUntil(LAPSE_MS + LeaseRequests.QUIET_MS);
  }

  @Test
  void theRequestOfWhoeverLeavesIsOver() {
    annDrives();
    ask(BEN, NOW_MS);
    ask(EVE, NOW_MS);
    news();
    desk.gone.add(BEN);
    requests.onTick(NOW_MS + 10);
    assertThat(news()).contains(request(ANN, BEN, 0)).doesNotContain(request(ANN, EVE, 0));
  }

  @Test
  void whoAsksAlreadyMayAskAgainAlsoWhileNobodyElseMay() {
    annDrives();
    ask(BEN, NOW_MS);
    for (int i = 1; i < LeaseRequests.MOST; i++) {
      ask(new ClientAddress("b", "b." + (100 + i), 100 + i), NOW_MS);
    }
    news();
    ask(EVE, NOW_MS);
    assertThat(news())
        .containsExactly(
            refusal(EVE, "request_lease", Codes.UNAVAILABLE, "Too many ask at once. Retry."));
    ask(BEN, NOW_MS + 1000);
    assertThat(news()).containsExactly(request(BEN, BEN, 9000));
  }

  @Test
  void aNewDriverHearsWhoAsksAndSoDoTheyAndIsAskedNoMoreForOneself() {
    annDrives();
    ask(BEN, NOW_MS);
    ask(EVE, NOW_MS);
    news();
    drives(2, BEN.holder());
    requests.onTick(NOW_MS + 4000);
    assertThat(news())
        .containsExactlyInAnyOrder(
            request(BEN, BEN, 0), // as the driver
            request(BEN, BEN, 0), // as the one who asked
            request(BEN, EVE, 6000),
            request(EVE, EVE, 6000));
    requests.onTick(NOW_MS + 4010);
    assertThat(news()).as("once for each driver").isEmpty();
  }

  @Test
  void aLeaseThatBecomesFreeIsProposedForWhoeverAskedFirstAndOnlyOnce() {
    annDrives();
    ask(BEN, NOW_MS);
    ask(EVE, NOW_MS);
    news();
    drives(2, 0);
    requests.onTick(NOW_MS + 10);
    assertThat(desk.proposed).containsExactly(proposal(BEN, 2, NOW_MS + 10));
    assertThat(news()).contains(request(BEN, BEN, 0)).doesNotContain(request(EVE, EVE, 0));
    drives(3, 0);
    requests.onTick(NOW_MS + 20);
    assertThat(desk.proposed)
        .containsExactly(proposal(BEN, 2, NOW_MS + 10), proposal(EVE, 3, NOW_MS + 20));
    requests.onTick(LAPSE_MS);
    assertThat(desk.told).doesNotContain(unanswered(BEN), unanswered(EVE));
  }

  @Test
  void onlyWhoDrivesAnswersAndNobodyAsksOneself() {
    annDrives();
    ask(BEN, NOW_MS);
    news();
    requests.onAnswer(EVE, new AnswerRequest(BEN.holder(), true), NOW_MS);
    ask(ANN, NOW_MS);
    assertThat(news())
        .containsExactly(
            refusal(EVE, "answer_request", "not_holder", "You don't drive any more."),
            refusal(ANN, "request_lease", Codes.HELD, "You drive already."));
    assertThat(desk.proposed).isEmpty();
  }
}
