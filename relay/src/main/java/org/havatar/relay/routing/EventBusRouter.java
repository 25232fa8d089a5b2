package org.havatar.relay.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.message.SessionMessage;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Inbox;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from and to one loop's sessions: a plain call when both ends are on this loop,
 * else one event-bus address for each loop, and only {@code send}. What one turn has for another
 * node's loop is gathered and goes together, presses of stop first. On its loop only.
 */
public final class EventBusRouter implements SessionRouter {
  private final EventBus bus;
  private final Place place;
  private final Directory directory;
  private final Drops drops;
  private final Arrival arrival;

  /** Without the registry of all nodes, which stands still for seconds when one of them is lost. */
  private final DeliveryOptions options = options(SessionMessageCodec.NAME).setLocalOnly(true);

  private final DeliveryOptions batchOptions = options(BatchCodec.NAME);
  private final String ownPrefix;
  private final Map<String, Outbox> outboxes = new HashMap<>();
  private boolean isFlushDue;
  private @Nullable Inbox inbox;
  private @Nullable MessageConsumer<Object> consumer;

  /**
   * Where a router is.
   *
   * @param address of its loop
   * @param later runs a task on its loop, after what that loop does now
   */
  public record Place(String address, Consumer<Runnable> later) {}

  /**
   * @param arrival of this loop's messages
   */
  public EventBusRouter(
      EventBus bus, Place place, Directory directory, Drops drops, Arrival arrival) {
    this.bus = bus;
    this.place = place;
    this.directory = directory;
    this.drops = drops;
    this.arrival = arrival;
    this.ownPrefix = address(nodeOf(place.address())) + ".";
  }

  static DeliveryOptions options(String codec) {
    return new DeliveryOptions().setCodecName(codec).setTracingPolicy(TracingPolicy.IGNORE);
  }

  private static String address(String nodeId) {
    return "n." + nodeId;
  }

  /** The node of a loop's address. */
  private static String nodeOf(String address) {
    return address.substring(address.indexOf('.') + 1, address.lastIndexOf('.'));
  }

  /** The address of loop number {@code loop} of this start of the node. */
  public static String address(String nodeId, int loop) {
    return address(nodeId) + "." + loop;
  }

  /** To be called once for each event bus, before anything here starts. */
  public static void register(EventBus bus) {
    bus.registerCodec(new SessionMessageCodec());
    bus.registerCodec(new BatchCodec());
    bus.registerCodec(new NodeMessageCodec());
  }

  /**
   * Begins to receive.
   *
   * @param atTurn run before each message that comes over the bus: a turn of the loop begins
   */
  public Future<Void> start(Inbox inbox, Runnable atTurn) {
    this.inbox = inbox;
    MessageConsumer<Object> mine =
        bus.consumer(
            place.address(),
            message -> {
              atTurn.run();
              receive(message.body());
            });
    consumer = mine;
    return mine.completion();
  }

  private void receive(Object body) {
    switch (body) {
      case SessionMessage one -> {
        arrival.onCarried(one.readNs());
        deliver(one);
      }
      case Batch batch ->
          batch
              .messages()
              .forEach(
                  each -> {
                    arrival.onCarried(SessionMessage.UNKNOWN_NS);
                    deliver(each);
                  });
      default -> drops.count(Reason.MALFORMED);
    }
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
    if (to.equals(place.address())) {
      deliver(message);
    } else if (to.startsWith(ownPrefix)) {
      bus.send(to, message, options);
    } else {
      outboxes.computeIfAbsent(to, Outbox::new).add(message);
    }
  }

  /** What this turn has for one loop of another node. */
  private final class Outbox {
    private final String to;
    private final String node;
    private List<SessionMessage> waiting = new ArrayList<>();
    private int presses;

    private Outbox(String to) {
      this.to = to;
      this.node = nodeOf(to);
    }

    private void add(SessionMessage message) {
      if (directory.isSuspect(node) && isWorthlessLate(message)) {
        drops.count(Reason.LINK_FULL);
        return;
      }
      if (message instanceof ToRobotSession.Press) {
        waiting.add(presses, message);
        presses++;
      } else {
        waiting.add(message);
      }
      if (!isFlushDue) {
        isFlushDue = true;
        place.later().accept(EventBusRouter.this::flush);
      }
    }

    private void send() {
      if (!waiting.isEmpty()) {
        int version = Math.max(NodeVersion.OLDEST, directory.versionOf(node));
        bus.send(to, new Batch(version, waiting), batchOptions);
        waiting = new ArrayList<>();
        presses = 0;
      }
    }

    private boolean isUseless() {
      return directory.versionOf(node) == 0;
    }
  }

  /** A node that doesn't answer must not find minutes of these when it wakes up. */
  private static boolean isWorthlessLate(SessionMessage message) {
    return message instanceof ToRobotSession.Setpoint
        || message instanceof ToClientSession.Acknowledged
        || message instanceof ToClientSession.Heard;
  }

  private void flush() {
    isFlushDue = false;
    outboxes.values().forEach(Outbox::send);
    outboxes.values().removeIf(Outbox::isUseless);
  }

  @Override
  public boolean isOnline(String robotId) {
    return directory.knows(robotId);
  }

  @Override
  public boolean send(ToRobotSession message) {
    return switch (message) {
      case ToRobotSession.Setpoint setpoint ->
          shipIfThere(directory.nearest(message.robotId()), setpoint);
      case ToRobotSession.Press press -> shipToAll(press);
      case ToRobotSession.Watch watch -> watch(watch);
      case ToRobotSession.ChangeLease asked -> coordinate(asked);
      case ToRobotSession.AskDriver asked -> coordinate(asked);
      case ToRobotSession.AnswerAsker answer -> coordinate(answer);
      case ToRobotSession.Release release -> coordinate(release);
      case ToRobotSession.AskStatus question -> coordinate(question);
    };
  }

  /** One of a robot's sessions decides what several clients want of it. */
  private boolean coordinate(ToRobotSession message) {
    return shipIfThere(directory.leading(message.robotId()), message);
  }

  private boolean shipIfThere(@Nullable String to, ToRobotSession message) {
    if (to == null) {
      return false;
    }
    ship(to, message);
    return true;
  }

  /** A stop takes every way there is, also one over which nothing may come through. */
  private boolean shipToAll(ToRobotSession.Press press) {
    List<String> all = directory.all(press.robotId());
    all.forEach(each -> ship(each, press));
    return !all.isEmpty();
  }

  /** What the robot says comes over the nearest connection; who watches is known at the leading. */
  private boolean watch(ToRobotSession.Watch watch) {
    String nearest = directory.nearest(watch.robotId());
    String leading = directory.leading(watch.robotId());
    if (nearest == null || leading == null) {
      return false;
    }
    if (nearest.equals(leading)) {
      ship(leading, watch);
    } else {
      ship(nearest, watch.with(ToRobotSession.Watch.Part.TELL));
      ship(leading, watch.with(ToRobotSession.Watch.Part.COUNT));
    }
    return true;
  }

  @Override
  public void send(ToClientSession message) {
    ship(message.to().loop(), message);
  }
}
