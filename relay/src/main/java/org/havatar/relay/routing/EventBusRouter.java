package org.havatar.relay.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import org.havatar.relay.session.Arrival;
import org.havatar.relay.session.Inbox;
import org.havatar.relay.session.SessionRouter;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from and to one loop's sessions: a plain call when both ends are on this loop,
 * else one event-bus address for each loop, and only {@code send}. Everything for another address
 * passes {@link #ship}, the place to gather one turn's messages once nodes are several. On its loop
 * only.
 */
public final class EventBusRouter implements SessionRouter {
  private final EventBus bus;
  private final String address;
  private final Directory directory;
  private final Drops drops;
  private final Arrival arrival;
  private final DeliveryOptions options =
      new DeliveryOptions()
          .setCodecName(SessionMessageCodec.NAME)
          .setTracingPolicy(TracingPolicy.IGNORE);
  private @Nullable Inbox inbox;
  private @Nullable MessageConsumer<SessionMessage> consumer;

  /**
   * @param arrival of this loop's messages
   */
  public EventBusRouter(
      EventBus bus, String address, Directory directory, Drops drops, Arrival arrival) {
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
      bus.registerCodec(new SessionMessageCodec());
    } catch (IllegalStateException e) {
      // another loop of this node was first: the bus has no way to ask
    }
  }

  /**
   * Begins to receive.
   *
   * @param atTurn run before each message that comes over the bus: a turn of the loop begins
   */
  public Future<Void> start(Inbox inbox, Runnable atTurn) {
    this.inbox = inbox;
    MessageConsumer<SessionMessage> mine =
        bus.consumer(
            address,
            message -> {
              atTurn.run();
              arrival.onCarried(message.body().readNs());
              deliver(message.body());
            });
    consumer = mine;
    return mine.completion();
  }

  public Future<Void> stop() {
    inbox = null;
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  private void deliver(SessionMessage message) {
    Inbox to = inbox;
    if (to == null) {
      return; // this loop has left
    }
    switch (message) {
      case ToRobotSession asked -> to.receive(asked);
      case ToClientSession told -> to.receive(told);
      case SessionMessage.Unreadable ignored -> drops.count(Reason.MALFORMED);
    }
  }

  private void ship(String to, SessionMessage message) {
    if (to.equals(address)) {
      deliver(message);
    } else {
      bus.send(to, message, options);
    }
  }

  @Override
  public boolean isOnline(String robotId) {
    return directory.knows(robotId);
  }

  @Override
  public boolean send(ToRobotSession message) {
    String to = directory.addressOf(message.robotId());
    if (to == null) {
      return false;
    }
    ship(to, message);
    return true;
  }

  @Override
  public void send(ToClientSession message) {
    ship(message.to().loop(), message);
  }
}
