package org.havatar.relay.session.robot;

import java.util.List;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.relay.session.connection.LogText;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Pace;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Boots;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.relay.session.port.RobotRegistry.Registration;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Protocol;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a robot: its hello and liveness. What it says then is its {@link
 * RobotChannel}'s.
 */
public final class RobotSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(RobotSession.class);

  public static final int BINARY_PER_SECOND = 2000;
  public static final int BINARY_BURST = 4000;
  public static final int EVENTS_PER_SECOND = 100;
  public static final int EVENTS_BURST = 200;

  private enum State {
    AWAITING_HELLO,
    /** The boot number is being recorded. */
    RECORDING,
    LIVE,
    CLOSED
  }

  /** Who connected, and what proved it. */
  public record Peer(String session, RobotKeys.Proof proof) {
    public String robotId() {
      return proof.robotId();
    }
  }

  /** Hears when a session speaks for its robot. */
  public interface LiveListener {
    void onLive(RobotSession session);
  }

  private final LoopContext context;
  private final Peer peer;
  private final Link link;
  private final LiveListener liveListener;
  private final Alarm alarm;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final Pace pace;
  private final RobotChannel channel;
  private final KeyExchange keys;
  private State state = State.AWAITING_HELLO;
  private long helloDeadlineMs;
  private long nowMs;
  private @Nullable Registration registration;

  public RobotSession(
      LoopContext context,
      Peer peer,
      Link link,
      LiveListener liveListener,
      Alarm alarm,
      long nowMs) {
    this.context = context;
    this.peer = peer;
    this.link = link;
    this.liveListener = liveListener;
    this.alarm = alarm;
    this.complaints = new Complaints(link, context.drops());
    this.heartbeat = new Heartbeat(link, nowMs);
    this.pace =
        new Pace(
            complaints,
            new Budget(BINARY_PER_SECOND, BINARY_BURST, nowMs),
            new Budget(EVENTS_PER_SECOND, EVENTS_BURST, nowMs));
    this.channel = new RobotChannel(context, peer.robotId(), link, complaints, heartbeat, nowMs);
    this.keys = new KeyExchange(context, peer.proof(), link, this::onKeyEnded, nowMs);
    this.helloDeadlineMs = nowMs + HELLO_WITHIN_MS;
  }

  private void onKeyEnded() {
    close(CloseCode.UNAUTHORIZED);
  }

  /** What let this robot in may have ended. */
  public void recheck() {
    alarm.wake();
    if (state != State.CLOSED) {
      keys.attend(channel.isDriven());
    }
  }

  public String robotId() {
    return peer.robotId();
  }

  @Override
  public void onMessage(Message message, long atMs) {
    alarm.wake();
    nowMs = atMs;
    heartbeat.onHeard(atMs);
    if (state != State.CLOSED && !isWithinBudget(message)) {
      onHaste();
      return;
    }
    switch (state) {
      case AWAITING_HELLO -> {
        if (message instanceof RobotHello hello) {
          onHello(hello);
        } else {
          complaints.about(Codes.HELLO_FIRST, "Not executed. Send hello first.", atMs);
        }
      }
      case RECORDING -> complaints.about(Codes.HELLO_FIRST, "Wait for welcome.", atMs);
      case LIVE -> onLiveMessage(message);
      case CLOSED -> {}
    }
  }

  /** Many robots share this loop; one that floods it goes, and stops by itself. */
  private void onHaste() {
    pace.complain(nowMs);
    if (pace.isAbused()) {
      close(CloseCode.FLOODED);
    }
  }

  private boolean isWithinBudget(Message message) {
    return message instanceof Stopped || pace.take(message, nowMs);
  }

  private void onLiveMessage(Message message) {
    if (message instanceof KeyStored stored) {
      keys.onStored(stored);
    } else if (message instanceof ErrorReport error) {
      keys.onError(error);
    } else if (channel.fromRobot(message, nowMs) && registration != null) {
      registration.answered(nowMs);
    }
    if (message instanceof Beacon beacon && beacon.has(Beacon.PRIMARY) && registration != null) {
      registration.leads(beacon.boot(), beacon.routeCounter());
    }
  }

  private void onHello(RobotHello hello) {
    if (!hello.robotId().equals(peer.robotId())) {
      String code = Reason.NOT_PERMITTED.wireName();
      tell(code, "This key belongs to robot " + peer.robotId() + ".");
      close(CloseCode.NOT_PERMITTED);
    } else if (!hello.versions().contains(Protocol.VERSION)) {
      tell(Codes.VERSION_UNSUPPORTED, "This node speaks version 1.");
    } else if (context.ports().registry().isTaken(hello, nowMs)) {
      refuseSecondDevice();
    } else {
      state = State.RECORDING;
      context
          .ports()
          .boots()
          .record(
              peer.robotId(), hello.boot(), hello.startId(), answer -> onRecorded(hello, answer));
    }
  }

  private void onRecorded(RobotHello hello, Boots.Answer answer) {
    if (state != State.RECORDING) {
      return;
    }
    alarm.wake();
    nowMs = alarm.nowMs();
    switch (answer) {
      case Boots.Answer.Accepted ignored -> goLive(hello);
      case Boots.Answer.Conflict conflict -> {
        state = State.AWAITING_HELLO;
        helloDeadlineMs = nowMs + HELLO_WITHIN_MS;
        link.offer(new BootConflict(conflict.highest()));
      }
      case Boots.Answer.Unavailable ignored -> {
        tell(Codes.UNAVAILABLE, "The relay can't record the boot number now. Connect again.");
        close(CloseCode.GOING_AWAY);
      }
    }
  }

  private void goLive(RobotHello hello) {
    // Live before the node hears of it: whoever is told may send at once.
    state = State.LIVE;
    Registration claimed = context.ports().registry().claim(hello, nowMs, this::replaced);
    if (claimed == null) {
      onUnclaimed(hello);
      return;
    }
    registration = claimed;
    channel.onHello(hello.features());
    liveListener.onLive(this);
    String node = context.place().node();
    List<String> common = KeyExchange.common(hello.features());
    link.offer(new Welcome(Protocol.VERSION, common, node, peer.session(), null));
    keys.onWelcome(common);
    keys.attend(channel.isDriven());
    LOG.atInfo()
        .addKeyValue("node", node)
        .addKeyValue("robot", peer.robotId())
        .addKeyValue("session", peer.session())
        .addKeyValue("boot", hello.boot())
        .addKeyValue("software", LogText.printable(hello.software()))
        .log("robot welcome");
  }

  private void onUnclaimed(RobotHello hello) {
    if (context.ports().registry().isTaken(hello, nowMs)) {
      refuseSecondDevice();
    } else {
      close(CloseCode.REPLACED);
    }
  }

  private void refuseSecondDevice() {
    tell(
        Reason.NOT_PERMITTED.wireName(),
        "Another live device is connected as robot " + peer.robotId() + ". Give one its own id.");
    close(CloseCode.SECOND_DEVICE);
  }

  private void tell(String code, String message) {
    link.offer(new ErrorReport(code, message, null, null));
  }

  /** True while it speaks for the robot. */
  public boolean isLive() {
    return state == State.LIVE;
  }

  /** What client sessions send to this robot, while it {@link #isLive}. */
  public void fromClient(ToRobotSession asked, long atMs) {
    alarm.wake();
    channel.fromClient(asked, atMs);
  }

  /** When {@link #onTick} has something to do, unless something happens before. */
  public long dueMs() {
    return switch (state) {
      case AWAITING_HELLO, RECORDING -> helloDeadlineMs;
      case LIVE -> Math.min(channel.dueMs(nowMs), keys.dueMs());
      case CLOSED -> Alarm.NEVER;
    };
  }

  public void onTick(long atMs) {
    nowMs = atMs;
    switch (state) {
      case AWAITING_HELLO, RECORDING -> {
        if (atMs - helloDeadlineMs >= 0) {
          close(CloseCode.SILENT);
        }
      }
      case LIVE -> {
        if (heartbeat.isSilent(atMs)) {
          close(CloseCode.SILENT);
        } else {
          channel.onTick(atMs);
          keys.onTick(channel.isDriven(), atMs);
          if (registration != null) {
            registration.hears(heartbeat.isHearing(atMs));
          }
        }
      }
      case CLOSED -> {}
    }
  }

  @Override
  public void onWritable(long atMs) {
    alarm.wake();
    channel.onWritable(atMs);
  }

  public void onFreeze(long atMs) {
    alarm.wake();
    nowMs = atMs;
    helloDeadlineMs = atMs + HELLO_WITHIN_MS;
    heartbeat.forgive(atMs);
    if (state == State.LIVE) {
      channel.onFreeze(atMs);
    }
  }

  public void wake() {
    alarm.wake();
  }

  /** A newer connection of the same start is here, or this one no longer answered. */
  private void replaced() {
    close(CloseCode.REPLACED);
  }

  public void announceLeave(int retryMs) {
    if (state != State.CLOSED) {
      link.offer(new GoingAway(retryMs));
    }
  }

  public void leave() {
    close(CloseCode.GOING_AWAY);
  }

  @Override
  public void abort() {
    close(CloseCode.LOST);
  }

  private void close(CloseCode code) {
    if (state != State.CLOSED) {
      detach(code);
      link.close(code);
    }
  }

  private void detach(CloseCode code) {
    state = State.CLOSED;
    if (registration != null) {
      registration.release();
    }
    channel.close();
    keys.close();
    LOG.atInfo()
        .addKeyValue("node", context.place().node())
        .addKeyValue("robot", peer.robotId())
        .addKeyValue("session", peer.session())
        .addKeyValue("code", code.number())
        .log("robot gone");
  }

  @Override
  public void onClosed(CloseCode code) {
    if (state != State.CLOSED) {
      detach(code);
    }
  }
}
