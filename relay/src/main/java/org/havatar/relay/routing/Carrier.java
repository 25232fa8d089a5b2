package org.havatar.relay.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import org.havatar.relay.session.Arrival;
import org.havatar.relay.session.Inbox;
import org.havatar.relay.session.Roads;
import org.havatar.relay.session.Seat;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from and to one loop's sessions: a plain call when both ends are on this loop,
 * else one event-bus address for each loop, and only {@code send}. Everything for another address
 * passes {@link #ship}, the place to gather one turn's parcels once nodes are several. On its loop
 * only.
 */
public final class Carrier implements Roads {
  private final EventBus bus;
  private final String address;
  private final Directory directory;
  private final Drops drops;
  private final Arrival arrival;
  private final DeliveryOptions options =
      new DeliveryOptions().setCodecName(ParcelCodec.NAME).setTracingPolicy(TracingPolicy.IGNORE);
  private @Nullable Inbox inbox;
  private @Nullable MessageConsumer<Parcel> consumer;

  /**
   * @param arrival of this loop's messages
   */
  public Carrier(EventBus bus, String address, Directory directory, Drops drops, Arrival arrival) {
    this.bus = bus;
    this.address = address;
    this.directory = directory;
    this.drops = drops;
    this.arrival = arrival;
  }

  /** The address of loop number {@code loop} of this start of the node. */
  public static String address(String nodeId, int loop) {
    return "n." + nodeId + "." + loop;
  }

  /** To be called once for each event bus, before the first loop starts. */
  public static void register(EventBus bus) {
    try {
      bus.registerCodec(new ParcelCodec());
    } catch (IllegalStateException e) {
      // another loop of this node was first: the bus has no way to ask
    }
  }

  /**
   * Begins to receive.
   *
   * @param atTurn run before each parcel that comes over the bus: a turn of the loop begins
   */
  public Future<Void> start(Inbox inbox, Runnable atTurn) {
    this.inbox = inbox;
    MessageConsumer<Parcel> mine =
        bus.consumer(
            address,
            message -> {
              atTurn.run();
              noteArrival(message.body());
              deliver(message.body());
            });
    consumer = mine;
    return mine.completion();
  }

  public Future<Void> stop() {
    inbox = null;
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  private void deliver(Parcel parcel) {
    Inbox to = inbox;
    if (to == null) {
      return; // this loop has left
    }
    switch (parcel) {
      case Parcel.ToRobot p -> to.forRobot(p.robotId(), p.from(), p.message());
      case Parcel.ToClient p -> to.forClient(p.seat().session(), p.robotId(), p.message());
      case Parcel.ToWatchers p -> to.forWatchers(p.robotId(), p.message());
      case Parcel.Unreadable ignored -> drops.count(Reason.MALFORMED);
    }
  }

  private void noteArrival(Parcel parcel) {
    switch (parcel) {
      case Parcel.ToRobot p -> arrival.onCarried(p.readNs());
      case Parcel.ToClient p -> arrival.onCarried(p.readNs());
      case Parcel.ToWatchers ignored -> {}
      case Parcel.Unreadable ignored -> {}
    }
  }

  private void ship(String to, Parcel parcel) {
    if (to.equals(address)) {
      deliver(parcel);
    } else {
      bus.send(to, parcel, options);
    }
  }

  @Override
  public boolean isOnline(String robotId) {
    return directory.knows(robotId);
  }

  @Override
  public boolean toRobot(String robotId, Seat from, Message message) {
    String to = directory.addressOf(robotId);
    if (to == null) {
      return false;
    }
    ship(to, new Parcel.ToRobot(robotId, from, message, arrival.readNs()));
    return true;
  }

  @Override
  public void toClient(Seat seat, String robotId, Message message) {
    ship(seat.loop(), new Parcel.ToClient(seat, robotId, message, arrival.readNs()));
  }

  @Override
  public void toWatchers(String loop, String robotId, Message message) {
    ship(loop, new Parcel.ToWatchers(robotId, message));
  }
}
