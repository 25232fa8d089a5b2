package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.directory.NodeMessage;
import org.havatar.relay.directory.Replication;
import org.havatar.relay.directory.Route;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.message.ToRobotSession.Watch.Part;
import org.havatar.relay.session.port.Inbox;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.WatcherList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 10, timeUnit = TimeUnit.SECONDS)
class EventBusRouterTest {
  private static final ClientAddress SEAT = new ClientAddress("n.x.0", "n.x.0.1", 5);
  private static final int MANY = 5000;

  private final Directory directory = new Directory();
  private final Drops drops = new Drops();

  /** One loop with a carrier that keeps what comes. */
  private final class Loop extends VerticleBase implements Inbox {
    private final String address;
    private final List<SessionMessage> got = new ArrayList<>();
    private final Promise<Void> gotMany = Promise.promise();
    private int turns;
    private boolean wasElsewhere;
    private @Nullable Thread thread;
    private final EventBusRouter router;

    private Loop(Vertx vertx, int number) {
      this(vertx, "x", number);
    }

    private Loop(Vertx vertx, String node, int number) {
      address = EventBusRouter.address(node, number);
      router =
          new EventBusRouter(
              vertx.eventBus(),
              new EventBusRouter.Place(
                  address, task -> context.runOnContext(ignored -> task.run())),
              directory,
              drops,
              new Arrival(() -> 0));
    }

    @Override
    public Future<?> start() {
      thread = Thread.currentThread();
      return router.start(this, () -> turns++);
    }

    private Future<Void> on(Runnable task) {
      Promise<Void> done = Promise.promise();
      context.runOnContext(
          ignored -> {
            task.run();
            done.complete();
          });
      return done.future();
    }

    private void take(SessionMessage message) {
      wasElsewhere |= !Thread.currentThread().equals(thread);
      got.add(message);
      if (got.size() == MANY) {
        gotMany.complete();
      }
    }

    @Override
    public void receive(ToRobotSession message) {
      take(message);
    }

    @Override
    public void receive(ToClientSession message) {
      take(message);
    }
  }

  private void robotAt(String address) {
    RobotHello hello = new RobotHello(List.of(1), List.of(), "tank", 7, 4711, "test/1", 1L);
    assertThat(
            (Object) directory.registrations().of(address, Runnable::run).claim(hello, 0, () -> {}))
        .isNotNull();
  }

  private static ToRobotSession setpoint(int sequence) {
    Drive drive = new Drive(new Numbered(7, 1), new Sequence(sequence), new Stamp(1), 300, 0, 1, 1);
    return new ToRobotSession.Setpoint("tank", SEAT, drive, 0);
  }

  private static ToClientSession watchers(Addressee to) {
    return new ToClientSession.Watched(to, "tank", new WatcherList("tank", List.of()));
  }

  @BeforeEach
  void register(Vertx vertx) {
    EventBusRouter.register(vertx.eventBus());
  }

  private static Future<Void> deploy(Vertx vertx, Loop... loops) {
    Future<Void> all = Future.succeededFuture();
    for (Loop each : loops) {
      all = all.compose(ignored -> vertx.deployVerticle(each).mapEmpty());
    }
    return all;
  }

  @Test
  void onTheSameLoopAMessageArrivesBeforeTheCallReturnsAndWithoutTheBus(
      Vertx vertx, VertxTestContext test) {
    Loop loop = new Loop(vertx, 0);
    robotAt(loop.address);
    ToRobotSession setpoint = setpoint(1);
    deploy(vertx, loop)
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(loop.router.send(setpoint)).isTrue();
                              assertThat(loop.got).hasSize(1);
                              assertThat(loop.got.get(0)).isSameAs(setpoint);
                              assertThat(loop.turns).isZero();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void betweenLoopsOrderAndInstancesAreKeptAndTheReceiverRunsOnItsOwnLoop(
      Vertx vertx, VertxTestContext test) {
    Loop from = new Loop(vertx, 0);
    Loop to = new Loop(vertx, 1);
    robotAt(to.address);
    List<SessionMessage> sent = new ArrayList<>();
    deploy(vertx, from, to)
        .compose(
            ignored ->
                from.on(
                    () -> {
                      for (int i = 0; i < MANY; i++) {
                        // Messages of all three kinds share one order.
                        switch (i % 4) {
                          case 0 -> {
                            ClientAddress one = new ClientAddress(to.address, "s", 1);
                            ToClientSession told = watchers(one);
                            sent.add(told);
                            from.router.send(told);
                          }
                          case 1 -> {
                            ToClientSession told = watchers(new Addressee.Watchers(to.address));
                            sent.add(told);
                            from.router.send(told);
                          }
                          default -> {
                            ToRobotSession asked = setpoint(i);
                            sent.add(asked);
                            from.router.send(asked);
                          }
                        }
                      }
                    }))
        .compose(ignored -> to.gotMany.future())
        .compose(
            ignored ->
                to.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(to.got).hasSize(MANY);
                              for (int i = 0; i < MANY; i++) {
                                assertThat(to.got.get(i)).isSameAs(sent.get(i));
                              }
                              assertThat(to.turns).isEqualTo(MANY);
                              assertThat(to.wasElsewhere).isFalse();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void whatAnotherNodeSaysThatNobodyKnowsIsCounted(Vertx vertx, VertxTestContext test) {
    Loop from = new Loop(vertx, 0);
    Loop to = new Loop(vertx, 1);
    DeliveryOptions options = new DeliveryOptions().setCodecName(SessionMessageCodec.NAME);
    deploy(vertx, from, to)
        .compose(
            ignored ->
                from.on(
                    () -> {
                      SessionMessage unknown = new SessionMessage.Unreadable("kind 99");
                      vertx.eventBus().send(to.address, unknown, options);
                    }))
        .compose(ignored -> to.on(() -> {}))
        .compose(
            ignored ->
                to.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(drops.of(Reason.MALFORMED)).isEqualTo(1);
                              assertThat(to.got).isEmpty();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aRobotThatIsNowhereGetsNothingAndTheSenderKnowsAtOnce(Vertx vertx, VertxTestContext test) {
    Loop loop = new Loop(vertx, 0);
    deploy(vertx, loop)
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(loop.router.send(setpoint(1))).isFalse();
                              assertThat(loop.got).isEmpty();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aLoopThatHasLeftTakesNothingMore(Vertx vertx, VertxTestContext test) {
    Loop loop = new Loop(vertx, 0);
    robotAt(loop.address);
    deploy(vertx, loop)
        .compose(ignored -> loop.router.stop())
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              loop.router.send(setpoint(1));
                              assertThat(loop.got).isEmpty();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  // Between nodes.

  /** Nodes whose word this node takes without a bus. */
  private final class Peers implements Replication.Carrier {
    private final Replication replication =
        new Replication("x", NodeVersion.NEWEST, directory, () -> false, this, drops, 0);

    private void tell(String node, Loop loop, long connection) {
      replication.onMessage(new NodeMessage.Alive(node, NodeVersion.NEWEST, 1, false, 1, 0), 0);
      Route route =
          new Route("tank", loop.address, new Numbered(7, connection), 4711, false, false, false);
      replication.onMessage(new NodeMessage.All(node, 1, 0, 1, List.of(route)), 0);
    }

    private void silence() {
      replication.onTick(0);
      replication.onTick(300);
      replication.onTick(600);
    }

    @Override
    public void publish(NodeMessage message) {}

    @Override
    public void send(String node, NodeMessage message) {}
  }

  private static ToRobotSession press(long stopId) {
    return new ToRobotSession.Press(
        "tank", SEAT, new Stop(Stop.Cause.PERSON, 0, stopId, 5, Numbered.NONE));
  }

  @Test
  void whatOneTurnHasForAnotherNodeGoesTogetherWithPressesFirst(
      Vertx vertx, VertxTestContext test) {
    Loop from = new Loop(vertx, 0);
    Loop to = new Loop(vertx, "y", 0);
    new Peers().tell("y", to, 1);
    deploy(vertx, from, to)
        .compose(
            ignored ->
                from.on(
                    () -> {
                      from.router.send(setpoint(1));
                      from.router.send(press(9));
                      from.router.send(watchers(new ClientAddress(to.address, "s", 1)));
                      from.router.send(press(8));
                    }))
        .compose(ignored -> from.on(() -> {})) // the turn in which it is sent
        .compose(ignored -> to.on(() -> {}))
        .compose(
            ignored ->
                to.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(to.turns).isEqualTo(1);
                              assertThat(to.got)
                                  .containsExactly(
                                      press(9),
                                      press(8),
                                      setpoint(1),
                                      watchers(new ClientAddress(to.address, "s", 1)));
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aStopTakesEveryWayAndASetpointTheNearest(Vertx vertx, VertxTestContext test) {
    Loop here = new Loop(vertx, 0);
    Loop there = new Loop(vertx, "y", 0);
    robotAt(here.address);
    new Peers().tell("y", there, 2);
    deploy(vertx, here, there)
        .compose(
            ignored ->
                here.on(
                    () -> {
                      here.router.send(setpoint(1));
                      here.router.send(press(9));
                      here.router.send(new ToRobotSession.Watch("tank", SEAT, "Ann"));
                    }))
        .compose(ignored -> here.on(() -> {}))
        .compose(ignored -> there.on(() -> {}))
        .compose(
            ignored ->
                there.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(here.got)
                                  .containsExactly(
                                      setpoint(1),
                                      press(9),
                                      new ToRobotSession.Watch("tank", SEAT, "Ann", Part.TELL));
                              assertThat(there.got)
                                  .containsExactly(
                                      press(9),
                                      new ToRobotSession.Watch("tank", SEAT, "Ann", Part.COUNT));
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  /** It would find them all when it wakes up, and only their age would save anybody. */
  @Test
  void aNodeThatIsNotHeardGetsStopsAndNothingThatIsWorthlessLate(
      Vertx vertx, VertxTestContext test) {
    Loop from = new Loop(vertx, 0);
    Loop to = new Loop(vertx, "y", 0);
    Peers peers = new Peers();
    peers.tell("y", to, 1);
    ToClientSession heard = watchers(new Addressee.Watchers(to.address));
    ToClientSession acknowledged =
        new ToClientSession.Acknowledged(
            new Addressee.Watchers(to.address),
            "tank",
            Ack.refusedByNode(
                new Drive(new Numbered(7, 1), new Sequence(1), new Stamp(1), 300, 0, 1, 1),
                Reason.STALE),
            0);
    peers.silence();
    deploy(vertx, from, to)
        .compose(
            ignored ->
                from.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(from.router.send(setpoint(1))).isFalse();
                              assertThat(from.router.send(press(9))).isTrue();
                              from.router.send(acknowledged);
                              from.router.send(heard);
                            })))
        .compose(ignored -> from.on(() -> {}))
        .compose(ignored -> to.on(() -> {}))
        .compose(
            ignored ->
                to.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(to.got).containsExactly(press(9), heard);
                              assertThat(drops.of(Reason.LINK_FULL)).isEqualTo(1);
                            })))
        .onComplete(test.succeedingThenComplete());
  }
}
