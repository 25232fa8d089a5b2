package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.OpenLogins;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.limits.Limits;
import org.havatar.relay.limits.NodeCounters;
import org.havatar.relay.limits.PeerAddresses;
import org.havatar.relay.limits.ProxyOptions;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.relay.limits.ProxyOptions.Network;
import org.havatar.relay.limits.Rate;
import org.havatar.relay.limits.UsualLimits;
import org.havatar.relay.metrics.NodeMeters;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.relay.store.EmbeddedStore;
import org.havatar.transports.http.Claims;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Acceptor.Verdict.Refuse;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.link.Trail;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandshakeAuthorizerTest {
  private static final User ANA = new User("ana", "Ana", false);
  private static final Rate WIDE = new Rate(1000, 1000);
  private static final int BURST = 10;
  private static final int OPEN = 3;

  private final Vertx vertx = Vertx.vertx();
  private final Passwords passwords = new Passwords(1);
  private final List<String> opened = new ArrayList<>();
  private final Store store;
  private final Access access;
  private final Edge edge;
  private final KnownRobots known;
  private final HandshakeAuthorizer door;
  private String robotKey = "";
  private SignedIn ana = new SignedIn(ANA, "not yet", true);
  private long nowMs = 1_000_000;
  private Trail trail = new Trail("192.0.2.1", List.of(), List.of());
  private @Nullable LinkListener clientListener;
  private @Nullable Refuse lastRefusal;

  HandshakeAuthorizerTest(@TempDir Path data) {
    store = EmbeddedStore.open(data.resolve("store"), System::nanoTime);
    Clocks clocks = new Clocks(() -> 0, InstantSource.system());
    access =
        await(Access.open(vertx, store, passwords, clocks, UsualOptions.of(UsualOptions.LOGINS)));
    Limits limits =
        new Limits(
            UsualLimits.of(WIDE, WIDE, WIDE, new Rate(5, BURST), OPEN, false),
            new NodeCounters(() -> nowMs),
            new NodeMeters().limits(),
            () -> nowMs);
    ProxyOptions proxies =
        new ProxyOptions(
            List.of(Network.parse("10.0.0.0/8").orElseThrow()), Header.X_FORWARDED_FOR, false);
    edge = new Edge(limits, new PeerAddresses(proxies));
    known = new KnownRobots(() -> nowMs);
    door = door(known);
  }

  private HandshakeAuthorizer door(KnownRobots knownRobots) {
    return new HandshakeAuthorizer(
        access,
        new Names(),
        Runnable::run,
        reason -> {},
        new AdmissionRules(
            edge,
            new RobotDoor(access.robotKeys(), edge.limits(), knownRobots),
            AdmissionRules.Logs.of(() -> nowMs)));
  }

  private static <T> T await(Future<T> future) {
    return SocketPeer.await(future.toCompletionStage().toCompletableFuture());
  }

  @BeforeEach
  void register() {
    await(store.accounts().add(new Account(ANA, "no password"), Actor.OPERATOR, 1));
    ana = OpenLogins.of(store, ANA, InstantSource.system().millis());
    RobotDetails details = new RobotDetails(null, null, null, true);
    robotKey =
        await(
                new Robots(store.robots())
                    .add(
                        SomeRobot.wanted("tank-1", "Tank", "tank", "ana", details),
                        Actor.OPERATOR,
                        1))
            .orElseThrow()
            .key();
  }

  @AfterEach
  void close() {
    await(vertx.close().map(true));
    passwords.close();
    await(store.close());
  }

  /** Notes who would get a session. */
  private final class Names implements HandshakeAuthorizer.Openers, LinkListener {
    @Override
    public LinkListener client(
        org.havatar.relay.session.port.Accounts.Account account,
        @Nullable String wantedRobot,
        Link link) {
      opened.add("client " + account.name() + " " + wantedRobot);
      return this;
    }

    @Override
    public LinkListener robot(RobotKeys.Proof proof, Link link) {
      opened.add("robot " + proof.robotId());
      return this;
    }

    @Override
    public void onMessage(Message message) {}

    @Override
    public void onClosed(CloseCode code) {}
  }

  /** A link that leads nowhere. */
  private static final class NoLink implements Link {
    @Override
    public Offer offer(Message message) {
      return Offer.CLOSED;
    }

    @Override
    public void close(CloseCode code) {}

    @Override
    public void probe(long token) {}

    @Override
    public LinkInfo info() {
      return new LinkInfo("none", "192.0.2.1", true);
    }
  }

  /** The reason of a refusal; null for whoever is let in. */
  private @Nullable Refusal judge(
      String path, @Nullable String ticket, @Nullable String bearer, @Nullable String robot) {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    door.judge(Claims.of(path, new Claims.Shown(ticket, bearer, robot), trail), answer::complete);
    return switch (SocketPeer.await(answer)) {
      case Verdict.Admit admit -> {
        LinkListener listener = admit.opener().open(new NoLink());
        clientListener = path.contains("client") ? listener : clientListener;
        assertThat(admit.remoteAddress()).isEqualTo("192.0.2.1");
        yield null;
      }
      case Verdict.Refuse refuse -> {
        lastRefusal = refuse;
        yield refuse.reason();
      }
    };
  }

  private Verdict verdictOfClient() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    door.judge(new Claim.Client(new Claim.Proof.Ticket(ticket()), null, trail), answer::complete);
    return SocketPeer.await(answer);
  }

  private String ticket() {
    return Answers.of(access.issueTicket(ana)).value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/ws",
        "/ws/",
        "/ws/client",
        "/ws/client/",
        "/client/",
        "/ws/camera/x",
        "/ws/client/a/b",
        "/ws/client/a%20b",
        "/ws/robot/a/",
        "x/client/a",
        "/ws/ws/client/a",
        "/CLIENT/a",
        "//client/a"
      })
  void everyOtherPathIsBad(String path) {
    assertThat(judge(path, ticket(), robotKey, null)).isEqualTo(Refusal.MALFORMED);
    assertThat(opened).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/client/c1", "/client/c1"})
  void aClientNeedsATicketOrATokenThatIsGood(String path) {
    assertThat(judge(path, null, null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(judge(path, "nonsense", null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(judge(path, null, "nonsense", null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(judge(path, null, robotKey, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(opened).isEmpty();
    String ticket = ticket();
    assertThat(judge(path, ticket, null, "tank-1")).isNull();
    assertThat(judge(path, ticket, null, "tank-1")).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(opened).containsExactly("client ana tank-1");
  }

  @Test
  void aRobotThatIsNoRobotIdIsNotWanted() {
    judge("/ws/client/c1", ticket(), null, "../etc");
    assertThat(opened).containsExactly("client ana null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/robot/tank-1", "/robot/tank-1"})
  void aRobotNeedsItsOwnKey(String path) {
    assertThat(judge(path, null, null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(judge(path, null, "hvr_nonsense", null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(judge(path, ticket(), null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(opened).isEmpty();
    assertThat(judge(path, null, robotKey, null)).isNull();
    assertThat(opened).containsExactly("robot tank-1");
  }

  @Test
  void whatIsNoRobotIdIsNoClaimWhicheverTransportHasReadIt() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    door.judge(new Claim.Robot("../etc", robotKey, trail), answer::complete);
    assertThat(SocketPeer.await(answer))
        .isEqualTo(new Refuse(Refusal.MALFORMED, "That is no robot id."));
    assertThat(opened).isEmpty();
  }

  @Test
  void aRobotThatIsNotThereIsRefusedToTheLetterAsOneWhoseKeyIsWrong() {
    assertThat(judge("/ws/robot/tank-1", null, "hvr_wrong", null))
        .isEqualTo(Refusal.UNAUTHENTICATED);
    Refuse wrong = Objects.requireNonNull(lastRefusal);
    assertThat(judge("/ws/robot/tank-9", null, robotKey, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(lastRefusal).isEqualTo(wrong);
    Actor owner = new Actor("ana", "");
    await(access.robotKeys().revoke(ANA, "tank-1", owner));
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    assertThat(lastRefusal).isEqualTo(wrong);
    assertThat(judge("/ws/robot/tank-9", null, null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
  }

  @Test
  void handshakesOverTheRateAreToldWhenToComeBackWhateverTheyAskFor() {
    for (int i = 0; i < BURST; i++) {
      assertThat(judge("/nowhere", null, null, null)).isEqualTo(Refusal.MALFORMED);
    }
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(Objects.requireNonNull(lastRefusal).retryAfterMs()).isEqualTo(200);
    assertThat(judge("/nowhere", null, null, null)).isEqualTo(Refusal.RATE_LIMITED);
    nowMs += 200;
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
  }

  @Test
  void wrongKeysAreCountedApartFromBrowsersAndARobotThatIsKnownThereGoesOnComingIn() {
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isNull();
    for (int i = 0; i < 2000; i++) {
      judge("/ws/robot/tank-1", null, "hvr_wrong", null);
      judge("/ws/robot/tank-" + i, null, "hvr_wrong", null);
    }
    assertThat(judge("/ws/robot/tank-1", null, "hvr_wrong", null)).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(judge("/ws/robot/tank-new", null, robotKey, null)).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isNull();
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
  }

  @Test
  void aKeyThatIsKnownThereHasALimitToo() {
    int came = 0;
    for (int i = 0; i < 100; i++) {
      came += judge("/ws/robot/tank-1", null, robotKey, null) == null ? 1 : 0;
    }
    assertThat(came).isBetween(20, 22);
    nowMs += 1000;
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isNull();
  }

  @Test
  void soManySocketsAnAddressMayHaveOpenAndClosedOnesMakeRoom() {
    for (int i = 0; i < OPEN; i++) {
      assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
    }
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(Objects.requireNonNull(lastRefusal).retryAfterMs()).isEqualTo(5000);
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isNull();
    trail = new Trail("10.0.0.7", List.of("192.0.2.1"), List.of());
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isEqualTo(Refusal.RATE_LIMITED);
    Objects.requireNonNull(clientListener).onClosed(CloseCode.LOST);
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
  }

  @Test
  void whoeverIsRefusedOrGoesBeforeHisSocketIsOpenIsNotCountedAsOpen() {
    for (int i = 0; i < 2; i++) {
      assertThat(judge("/ws/client/c1", "wrong", null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
      assertThat(judge("/ws/client/c1", null, null, null)).isEqualTo(Refusal.UNAUTHENTICATED);
    }
    for (int i = 0; i < OPEN; i++) {
      assertThat(verdictOfClient())
          .isInstanceOfSatisfying(Verdict.Admit.class, admit -> admit.opener().missed());
    }
    for (int i = 0; i < OPEN; i++) {
      nowMs += 1000;
      assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
    }
  }

  @Test
  void aVisitorWhoNamesAnotherAddressIsCountedUnderHisOwn() {
    for (int i = 0; i < OPEN; i++) {
      trail = new Trail("192.0.2.1", List.of("198.51.100." + i), List.of("for=198.51.100." + i));
      assertThat(judge("/ws/client/c1", ticket(), null, null)).isNull();
    }
    trail = new Trail("192.0.2.1", List.of("127.0.0.1"), List.of());
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(door.isTrustedProxy("192.0.2.1")).isFalse();
    assertThat(door.isTrustedProxy("10.0.0.7")).isTrue();
  }

  @Test
  void aStoreThatCannotAnswerLetsNobodyIn() {
    String ticket = ticket();
    await(store.close());
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(judge("/ws/client/c1", ticket, null, null)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(opened).isEmpty();
  }

  @Test
  void aNodeThatLeavesLetsNobodyIn() {
    door.leave();
    assertThat(judge("/ws/client/c1", ticket(), null, null)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(judge("/ws/robot/tank-1", null, robotKey, null)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(opened).isEmpty();
  }
}
