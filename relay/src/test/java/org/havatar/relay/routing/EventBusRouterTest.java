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
import org.havatar.relay.session.Arrival;
import org.havatar.relay.session.Inbox;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.WatcherList;
import org.jspecify.annotations.Nullable;
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
      address = EventBusRouter.address("x", number);
      router =
          new EventBusRouter(vertx.eventBus(), address, directory, drops, new Arrival(() -> 0));
    }

    @Override
    public Future<?> start() {
      thread = Thread.currentThread();
      EventBusRouter.register(vertx.eventBus());
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

  private static ToRobotSession setpoint(int sequence) {
    Drive drive = new Drive(new Numbered(7, 1), new Sequence(sequence), new Stamp(1), 300, 0, 1, 1);
    return new ToRobotSession.Setpoint("tank", SEAT, drive, 0);
  }

  private static ToClientSession watchers(Addressee to) {
    return new ToClientSession.Watched(to, "tank", new WatcherList("tank", List.of()));
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
    directory.advertise("tank", loop.address, new Numbered(7, 1));
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
    directory.advertise("tank", to.address, new Numbered(7, 1));
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
    directory.advertise("tank", loop.address, new Numbered(7, 1));
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
}
