package org.havatar.relay.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.toy.ToyDialer;
import example.toy.ToyFactory;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.FreePort;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.AccessOptions;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.Accounts.Wish;
import org.havatar.relay.access.identity.OpenLogins;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.robots.Attendance;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.Outcome;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotKey;
import org.havatar.relay.access.robots.RobotOptions;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.Sharing;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.directory.Directory;
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
import org.havatar.relay.routing.EventBusRouter;
import org.havatar.relay.session.FakeStoreReach;
import org.havatar.relay.session.connection.ClockLeaps;
import org.havatar.relay.store.EmbeddedStore;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.StopRhythm;
import org.havatar.transports.server.ChosenTransport;
import org.havatar.transports.websocket.WebSocketDialer;
import org.havatar.transports.websocket.WebSocketFactory;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotSelected;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.Welcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node of two event loops, with real sockets; the store, the robot and time are real. */
final class RelayLoopTest {
  private static final String ROBOT = "tank-1";
  private static final int SOCKETS_OPEN = 6;
  private static final User BEN = new User("ben", "Ben", false);
  private static final User ANA = new User("ana", "Ana", false);

  private static final AccessOptions OPTIONS = UsualOptions.of(UsualOptions.ONE_FACTOR);

  private final Vertx vertx = Vertx.vertx();
  private final Vertx peers = Vertx.vertx();
  private final Drops drops = new Drops();
  private final Directory directory = new Directory();
  private final NodeMeters meters = new NodeMeters();
  private final WebSocketDialer dialer =
      new WebSocketDialer(peers, null, RelayLoopTest::monotonicMs, new Drops());
  private final Passwords passwords = new Passwords(1);
  private final Store store;
  private final int port;
  private final int toyPort;
  private final Access access;
  private String robotKey = "";
  private SignedIn ana = new SignedIn(ANA, "not yet", true);

  RelayLoopTest(@TempDir Path data) throws IOException {
    store = EmbeddedStore.open(data.resolve("store"), System::nanoTime);
    port = FreePort.find();
    toyPort = FreePort.find();
    Clocks clocks = new Clocks(RelayLoopTest::monotonicMs, InstantSource.system());
    access = await(Access.open(vertx, store, passwords, clocks, OPTIONS));
    NodeContext.Listening listening =
        new NodeContext.Listening(
            new HttpOptions(List.of("127.0.0.1"), port, null, List.of()),
            request -> request.response().setStatusCode(404).end(),
            List.of(
                new ChosenTransport(new WebSocketFactory(), port),
                new ChosenTransport(new ToyFactory(), toyPort)),
            Set.of());
    NodeContext node =
        new NodeContext(
            "n1",
            access,
            listening,
            RelayLoopTest::monotonicMs,
            drops,
            directory,
            record -> {},
            event -> {},
            meters,
            System::nanoTime,
            () -> 500,
            new FakeStoreReach(),
            admission(),
            new ClockLeaps());
    EventBusRouter.register(vertx.eventBus());
    await(vertx.deployVerticle(() -> new RelayLoop(node), new DeploymentOptions().setInstances(2)));
  }

  private AdmissionRules admission() {
    Rate rate = new Rate(100, 100);
    Limits limits =
        new Limits(
            UsualLimits.of(rate, rate, rate, rate, SOCKETS_OPEN, false),
            new NodeCounters(RelayLoopTest::monotonicMs),
            meters.limits(),
            RelayLoopTest::monotonicMs);
    ProxyOptions proxies =
        new ProxyOptions(
            List.of(Network.parse("127.0.0.1").orElseThrow()), Header.X_FORWARDED_FOR, false);
    return new AdmissionRules(
        new Edge(limits, new PeerAddresses(proxies)),
        new RobotDoor(access.robotKeys(), limits, new KnownRobots(InstantSource.system()::millis)),
        AdmissionRules.Logs.of(RelayLoopTest::monotonicMs));
  }

  private static long monotonicMs() {
    return System.nanoTime() / 1_000_000;
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
                        SomeRobot.wanted(ROBOT, "Tank", "tank", "ana", details), Actor.OPERATOR, 1))
            .orElseThrow()
            .key();
  }

  @AfterEach
  void close() {
    await(peers.close().map(true));
    await(vertx.close().map(true));
    passwords.close();
    await(store.close());
  }

  private URI uri(String pathAndQuery) {
    return URI.create("ws://127.0.0.1:" + port + pathAndQuery);
  }

  private SocketRobot robot(String path) {
    SocketRobot robot = new SocketRobot(peers, RelayLoopTest::monotonicMs, ROBOT);
    robot.dial(dialer, uri(path), robotKey);
    robot.hello();
    return robot;
  }

  private SocketPeer client(String path, String instance) {
    return client(path, instance, ana);
  }

  private SocketPeer client(String path, String instance, SignedIn who) {
    SocketPeer client = new SocketPeer();
    client.dial(dialer, uri(path + "?ticket=" + Answers.of(access.issueTicket(who)).value()), null);
    client.send(new ClientHello(List.of(1), List.of(), instance.repeat(32), "test/1"));
    return client;
  }

  private static void drive(SocketPeer client, Beacon beacon, int sequence, int permille) {
    client.send(
        new Drive(
            beacon.term(), new Sequence(sequence), beacon.stamp(), 500, 0, permille, permille));
  }

  /** Takes, releases the stop, drives, stops and lets go. */
  private static void drivesAndStops(SocketPeer client) {
    long tag = Objects.requireNonNull(client.expect(Welcome.class).holder());
    client.expect(RobotSelected.class, RobotSelected::online);
    client.expect(Beacon.class);
    client.send(new TakeLease());
    client.expect(Lease.class, lease -> lease.holder() == tag);
    Beacon held = client.expect(Beacon.class, beacon -> beacon.holder() == tag);
    client.send(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    Beacon released =
        client.expect(Beacon.class, beacon -> beacon.latchKind() == LatchKind.FAILSAFE);
    Beacon next = client.expect(Beacon.class, b -> b.stamp().isAfter(released.stamp()));
    drive(client, next, 1, 0);
    assertThat(client.expect(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
    for (int i = 2; i < 20; i++) {
      drive(client, client.expect(Beacon.class), i, 500);
      Ack ack = client.expect(Ack.class);
      assertThat(ack.reason()).isEqualTo(Reason.ACCEPTED);
      assertThat(ack.leftPermille()).isEqualTo(500);
    }
    client.send(new Stop(Stop.Cause.PERSON, 0, tag, 0, held.latch()));
    assertThat(client.expect(Stopped.class, Stopped::zeroOutput).stopId()).isEqualTo(tag);
    drive(client, client.expect(Beacon.class), 20, 500);
    assertThat(client.expect(Ack.class).reason()).isEqualTo(Reason.LATCHED_STOP);
    client.send(new ReleaseLease());
    client.expect(Lease.class, lease -> lease.cause() == Lease.Cause.RELEASED);
  }

  @Test
  void clientsOnEveryLoopTakeDriveAndStopOneRobot() {
    robot("/ws/robot/" + ROBOT);
    // Connections are spread over the loops in turn: some are on the robot's loop, some aren't.
    for (String instance : List.of("1", "2", "3", "4")) {
      drivesAndStops(client("/ws/client/c" + instance, instance));
    }
    assertThat(drops.snapshot()).isEmpty();
  }

  @Test
  void whoComesOverAnotherTransportTakesDrivesAndStopsTheSame() {
    ToyDialer toy = new ToyDialer(peers, RelayLoopTest::monotonicMs);
    SocketRobot robot = new SocketRobot(peers, RelayLoopTest::monotonicMs, ROBOT);
    robot.dial(toy, URI.create("toy://127.0.0.1:" + toyPort + "/robot/" + ROBOT), robotKey);
    robot.hello();
    drivesAndStops(client("/ws/client/c1", "1"));
    SocketPeer client = new SocketPeer();
    URI uri = URI.create("toy://127.0.0.1:" + toyPort + "/client");
    client.dial(toy, uri, Answers.of(access.issueTicket(ana)).value());
    client.send(new ClientHello(List.of(1), List.of(), "2".repeat(32), "test/1"));
    drivesAndStops(client);
    assertThat(drops.snapshot()).isEmpty();
  }

  @Test
  void theOlderPathsLeadToTheSamePlaces() {
    robot("/robot/" + ROBOT);
    drivesAndStops(client("/client/c1", "1"));
  }

  @Test
  void theSameInstanceIsReplacedWhateverLoopItsNewerConnectionIsOn() {
    SocketPeer first = client("/ws/client/c1", "1");
    first.expect(Welcome.class);
    SocketPeer second = client("/ws/client/c1", "1");
    second.expect(Welcome.class);
    assertThat(SocketPeer.await(first.closed)).isEqualTo(CloseCode.REPLACED);
    SocketPeer third = client("/ws/client/c1", "1");
    third.expect(Welcome.class);
    assertThat(SocketPeer.await(second.closed)).isEqualTo(CloseCode.REPLACED);
    assertThat(third.closed).isNotDone();
  }

  @Test
  void aStandbyIsTurnedAwayWhereItsInstanceIsAndElseAConnectionLikeAnyOther() {
    robot("/ws/robot/" + ROBOT);
    SocketPeer first = client("/ws/client/c1", "1");
    drivesAndStops(first);
    for (int i = 0; i < 2; i++) { // whatever loop it is on
      assertThat(SocketPeer.await(standby("1").closed)).isEqualTo(CloseCode.REPLACED);
    }
    assertThat(first.closed).isNotDone();
    drivesAndStops(standby("2"));
  }

  private SocketPeer standby(String instance) {
    SocketPeer client = new SocketPeer();
    client.dial(
        dialer, uri("/ws/client/c1?ticket=" + Answers.of(access.issueTicket(ana)).value()), null);
    client.send(new ClientHello(List.of(1), List.of(), instance.repeat(32), "test/1", null, true));
    return client;
  }

  @Test
  void aClientThatReadsNothingAtAllStillStopsTheRobot() throws IOException {
    SocketRobot robot = robot("/ws/robot/" + ROBOT);
    String ticket = Answers.of(access.issueTicket(ana)).value();
    try (MuteClient mute =
        new MuteClient(port, "/ws/client/c1?robot=" + ROBOT + "&ticket=" + ticket)) {
      mute.send(new ClientHello(List.of(1), List.of(), "1".repeat(32), "test/1"));
      mute.send(new SelectRobot(ROBOT));
      for (int i = 0; i < 150; i++) {
        mute.ping();
      }
      CompletableFuture<Stop.Cause> stopped = robot.nextLatch();
      Stop stop = new Stop(Stop.Cause.PERSON, 0, 77, 0, Numbered.NONE);
      // As every presser does: the first may come before the robot is selected.
      long repetition = vertx.setPeriodic(StopRhythm.gapMs(3), ignored -> write(mute, stop));
      assertThat(SocketPeer.await(stopped)).isEqualTo(Stop.Cause.PERSON);
      vertx.cancelTimer(repetition);
    }
  }

  private static void write(MuteClient client, Stop stop) {
    try {
      client.send(stop);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertWithinASecond(long fromNs) {
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fromNs)).isLessThan(1000);
  }

  @Test
  void aDriverWhoseGrantIsTakenBackLosesTheLeaseWithinASecondAndTheRobotRests() {
    await(store.accounts().add(new Account(BEN, "no password"), Actor.OPERATOR, 1));
    Sharing.Wish wish = new Sharing.Wish("ben", GrantRole.DRIVER, Grant.FOREVER);
    await(access.sharing().grant(ANA, ROBOT, wish, Actor.OPERATOR));
    robot("/ws/robot/" + ROBOT);
    SocketPeer ben =
        client("/ws/client/c1", "1", OpenLogins.of(store, BEN, InstantSource.system().millis()));
    long tag = Objects.requireNonNull(ben.expect(Welcome.class).holder());
    ben.expect(RobotSelected.class, RobotSelected::online);
    ben.expect(Beacon.class);
    ben.send(new TakeLease());
    Beacon held = ben.expect(Beacon.class, beacon -> beacon.holder() == tag);
    ben.send(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    Beacon released = ben.expect(Beacon.class, beacon -> beacon.latchKind() == LatchKind.FAILSAFE);
    drive(ben, ben.expect(Beacon.class, b -> b.stamp().isAfter(released.stamp())), 1, 0);
    drive(ben, ben.expect(Beacon.class), 2, 500);
    ben.expect(Ack.class, ack -> ack.leftPermille() == 500);
    long fromNs = System.nanoTime();
    Sharing.Wish less = new Sharing.Wish("ben", GrantRole.VIEWER, Grant.FOREVER);
    await(access.sharing().grant(ANA, ROBOT, less, Actor.OPERATOR));
    ben.expect(Lease.class, lease -> lease.cause() == Lease.Cause.REVOKED);
    assertWithinASecond(fromNs);
    Beacon latched = ben.expect(Beacon.class, beacon -> beacon.holder() == 0);
    assertThat(latched.latchKind()).isEqualTo(LatchKind.FAILSAFE);
    drive(ben, latched, 3, 500);
    assertThat(ben.expect(Ack.class, ack -> ack.sequence().value() == 3).reason())
        .isEqualTo(Reason.NOT_PERMITTED);
    ben.send(new TakeLease());
    assertThat(ben.expect(Refused.class).code()).isEqualTo("not_permitted");
    await(access.sharing().endGrant(ANA, ROBOT, "ben", Actor.OPERATOR));
    assertThat(ben.expect(ErrorReport.class).code()).isEqualTo("not_permitted");
    ben.send(new SelectRobot(ROBOT));
    assertThat(ben.expect(Refused.class).code()).isEqualTo("unknown_robot");
  }

  @Test
  void aKeyIsExchangedOverTheConnectionAndRevokingItClosesTheSocketAtOnce() {
    KeyCustody later =
        new KeyCustody(
            store.robots(),
            () -> Instant.now().plusSeconds(100_000),
            () -> new RobotOptions(false, 86_400_000, 1, RobotOptions.MOST_OF_ACCOUNT));
    SocketRobot robot = robot("/ws/robot/" + ROBOT);
    assertThat(await(later.attend(ROBOT, 1, true))).isInstanceOf(Attendance.Exchange.class);
    String fresh = "hvr_shown-to-nobody";
    assertThatThrownBy(() -> new SocketPeer().dial(dialer, uri("/ws/robot/" + ROBOT), fresh))
        .hasMessageContaining("401");
    long fromNs = System.nanoTime();
    String given =
        switch (await(access.robotKeys().give(ANA, ROBOT, Actor.OPERATOR))) {
          case Outcome.Done<RobotKey> done -> done.value().key();
          default -> throw new AssertionError("not given");
        };
    assertThat(SocketPeer.await(robot.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    assertWithinASecond(fromNs);
    assertThatThrownBy(() -> robot("/ws/robot/" + ROBOT)).hasMessageContaining("401");
    robotKey = given;
    SocketRobot again = robot("/ws/robot/" + ROBOT);
    await(access.robotKeys().revoke(ANA, ROBOT, Actor.OPERATOR));
    assertThat(SocketPeer.await(again.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThatThrownBy(() -> robot("/ws/robot/" + ROBOT)).hasMessageContaining("401");
  }

  @Test
  void aRobotThatIsSwitchedOffOrRemovedIsClosed() {
    SocketRobot robot = robot("/ws/robot/" + ROBOT);
    await(
        access
            .fleet()
            .change(
                ANA,
                ROBOT,
                entry ->
                    new RobotEntry(
                        entry.robot(), new RobotDetails(null, null, null, false), entry.reach()),
                "status",
                Actor.OPERATOR));
    assertThat(SocketPeer.await(robot.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThatThrownBy(() -> robot("/ws/robot/" + ROBOT)).hasMessageContaining("401");
  }

  @Test
  void aChangedLimitOfAHoldReachesAPageThatIsOpen() {
    SocketPeer client = client("/ws/client/c1", "1");
    Integer before = client.expect(RobotSelected.class).holdLimitS();
    assertThat(before).isEqualTo(Robot.DEFAULT_HOLD_LIMIT_S);
    await(
        access
            .fleet()
            .change(
                ANA,
                ROBOT,
                entry ->
                    new RobotEntry(
                        new Robot(ROBOT, "Tank", "tank", 5), entry.details(), entry.reach()),
                "hold_limit_s",
                Actor.OPERATOR));
    client.expect(RobotSelected.class, told -> Integer.valueOf(5).equals(told.holdLimitS()));
  }

  @Test
  void aTicketIsGoodForOneHandshake() {
    String ticket = Answers.of(access.issueTicket(ana)).value();
    new SocketPeer().dial(dialer, uri("/ws/client/c1?ticket=" + ticket), null);
    assertThatThrownBy(
            () -> new SocketPeer().dial(dialer, uri("/ws/client/c1?ticket=" + ticket), null))
        .hasMessageContaining("401");
  }

  /** Ends the login of who drives and watches. */
  private void endWhileDriving(Runnable end) {
    SocketRobot robot = robot("/ws/robot/" + ROBOT);
    SocketPeer driver = client("/ws/client/c1", "1");
    SocketPeer idle = client("/ws/client/c2", "2");
    idle.expect(Welcome.class);
    long tag = Objects.requireNonNull(driver.expect(Welcome.class).holder());
    driver.expect(RobotSelected.class, RobotSelected::online);
    driver.expect(Beacon.class);
    driver.send(new TakeLease());
    driver.expect(Lease.class, lease -> lease.holder() == tag);
    Beacon held = driver.expect(Beacon.class, beacon -> beacon.holder() == tag);
    driver.send(new ReleaseStop(held.term(), held.latch(), held.stamp(), 500, null, 0));
    Beacon released =
        driver.expect(Beacon.class, beacon -> beacon.latchKind() == LatchKind.FAILSAFE);
    drive(driver, driver.expect(Beacon.class, b -> b.stamp().isAfter(released.stamp())), 1, 0);
    assertThat(driver.expect(Ack.class).reason()).isEqualTo(Reason.ACCEPTED);
    Beacon last = driver.expect(Beacon.class);
    drive(driver, last, 2, 500);
    assertThat(driver.expect(Ack.class).leftPermille()).isEqualTo(500);
    CompletableFuture<Stop.Cause> stopped = robot.nextLatch();
    long beganMs = monotonicMs();
    end.run();
    assertThat(SocketPeer.await(driver.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThat(SocketPeer.await(idle.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    assertThat(monotonicMs() - beganMs).isLessThan(1000);
    // Nobody tells the robot to stop: it notices the silence by itself.
    assertThat(SocketPeer.await(stopped)).isEqualTo(Stop.Cause.FAILSAFE);
  }

  @Test
  void aLoginThatEndsClosesItsSocketsWithinASecondAndTheRobotStopsByItself() {
    endWhileDriving(() -> OpenLogins.end(store, ana, InstantSource.system().millis()));
    assertThatThrownBy(() -> client("/ws/client/c3", "3")).hasMessageContaining("401");
  }

  @Test
  void aDisabledAccountDrivesNoMore() {
    Wish disable = new Wish(Optional.empty(), Optional.empty(), Optional.of(true));
    endWhileDriving(
        () -> await(access.identity().accounts().change("ana", disable, Actor.OPERATOR, 1)));
  }

  @Test
  void anotherLoginOfTheSameAccountStays() {
    SocketPeer stays = client("/ws/client/c1", "1");
    stays.expect(Welcome.class);
    ana = OpenLogins.of(store, ANA, InstantSource.system().millis());
    SocketPeer goes = client("/ws/client/c2", "2");
    goes.expect(Welcome.class);
    OpenLogins.end(store, ana, InstantSource.system().millis());
    assertThat(SocketPeer.await(goes.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    stays.send(new Ping(7, 0));
    stays.expect(Pong.class, pong -> pong.id() == 7);
    assertThat(stays.closed).isNotDone();
  }

  @Test
  void whoIsNoAdministratorAnyMoreHasToComeInAnew() {
    User eve = new User("eve", "Eve", true);
    await(store.accounts().add(new Account(eve, "no password"), Actor.OPERATOR, 1));
    User root = new User("root", "Root", true);
    await(store.accounts().add(new Account(root, "no password"), Actor.OPERATOR, 1));
    ana = OpenLogins.of(store, eve, InstantSource.system().millis());
    SocketPeer socket = client("/ws/client/c1", "1");
    socket.expect(Welcome.class);
    Wish demote = new Wish(Optional.empty(), Optional.of(Role.USER), Optional.empty());
    await(access.identity().accounts().change("eve", demote, Actor.OPERATOR, 1));
    assertThat(SocketPeer.await(socket.closed)).isEqualTo(CloseCode.UNAUTHORIZED);
    client("/ws/client/c2", "2").expect(Welcome.class);
  }

  @Test
  void aNodeThatLeavesTellsEverybodyAndIsGoneInTime() {
    SocketRobot robot = robot("/ws/robot/" + ROBOT);
    SocketPeer client = client("/ws/client/c1", "1");
    client.expect(RobotSelected.class);
    SocketPeer.await(
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(4, TimeUnit.SECONDS));
    client.expect(GoingAway.class);
    robot.expect(GoingAway.class);
    assertThat(SocketPeer.await(client.closed)).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(SocketPeer.await(robot.closed)).isEqualTo(CloseCode.GOING_AWAY);
    assertThat(directory.knows(ROBOT)).isFalse();
    assertThatThrownBy(() -> client("/ws/client/c2", "2")).isInstanceOf(AssertionError.class);
  }
}
