package org.havatar.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.session.Arrival;
import org.havatar.relay.session.Inbox;
import org.havatar.relay.session.Seat;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 10, timeUnit = TimeUnit.SECONDS)
class CarrierTest {
  private static final Seat SEAT = new Seat("n.x.0", "n.x.0.1", 5);
  private static final int MANY = 5000;

  private final Directory directory = new Directory();

  /** One loop with a carrier that keeps what comes. */
  private final class Loop extends VerticleBase implements Inbox {
    private final String address;
    private final List<Message> got = new ArrayList<>();
    private final Promise<Void> gotMany = Promise.promise();
    private int turns;
    private boolean wasElsewhere;
    private @Nullable Thread thread;
    private final Carrier carrier;

    private Loop(Vertx vertx, int number) {
      address = Carrier.address("x", number);
      carrier =
          new Carrier(vertx.eventBus(), address, directory, new Drops(), new Arrival(() -> 0));
    }

    @Override
    public Future<?> start() {
      thread = Thread.currentThread();
      Carrier.register(vertx.eventBus());
      return carrier.start(this, () -> turns++);
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

    private void take(Message message) {
      wasElsewhere |= !Thread.currentThread().equals(thread);
      got.add(message);
      if (got.size() == MANY) {
        gotMany.complete();
      }
    }

    @Override
    public void forRobot(String robotId, Seat from, Message message) {
      take(message);
    }

    @Override
    public void forClient(String session, String robotId, Message message) {
      take(message);
    }

    @Override
    public void forWatchers(String robotId, Message message) {
      take(message);
    }
  }

  private static Drive drive(int sequence) {
    return new Drive(new Numbered(7, 1), new Sequence(sequence), new Stamp(1), 300, 0, 1, 1);
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
    Drive drive = drive(1);
    deploy(vertx, loop)
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(loop.carrier.toRobot("tank", SEAT, drive)).isTrue();
                              assertThat(loop.got).hasSize(1);
                              assertThat(loop.got.get(0)).isSameAs(drive);
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
    List<Message> sent = new ArrayList<>();
    deploy(vertx, from, to)
        .compose(
            ignored ->
                from.on(
                    () -> {
                      for (int i = 0; i < MANY; i++) {
                        // Messages of all three kinds share one order.
                        Message message = i % 3 == 0 ? new SelectRobot("t" + i) : drive(i);
                        sent.add(message);
                        switch (i % 4) {
                          case 0 ->
                              from.carrier.toClient(new Seat(to.address, "s", 1), "tank", message);
                          case 1 -> from.carrier.toWatchers(to.address, "tank", message);
                          default -> from.carrier.toRobot("tank", SEAT, message);
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
  void aRobotThatIsNowhereGetsNothingAndTheSenderKnowsAtOnce(Vertx vertx, VertxTestContext test) {
    Loop loop = new Loop(vertx, 0);
    deploy(vertx, loop)
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              assertThat(loop.carrier.toRobot("tank", SEAT, drive(1))).isFalse();
                              assertThat(loop.got).isEmpty();
                            })))
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void aLoopThatHasLeftTakesNothingMore(Vertx vertx, VertxTestContext test) {
    Loop loop = new Loop(vertx, 0);
    directory.advertise("tank", loop.address, new Numbered(7, 1));
    deploy(vertx, loop)
        .compose(ignored -> loop.carrier.stop())
        .compose(
            ignored ->
                loop.on(
                    () ->
                        test.verify(
                            () -> {
                              loop.carrier.toRobot("tank", SEAT, drive(1));
                              assertThat(loop.got).isEmpty();
                            })))
        .onComplete(test.succeedingThenComplete());
  }
}
