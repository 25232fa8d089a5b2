package org.havatar.relay.session;

import java.util.List;
import org.havatar.relay.session.RobotRegistry.Registration;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.BootConflict;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Hot;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Message;
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
final class RobotSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(RobotSession.class);

  static final int HOT_PER_SECOND = 2000;
  static final int HOT_BURST = 4000;
  static final int EVENTS_PER_SECOND = 100;
  static final int EVENTS_BURST = 200;

  private enum State {
    AWAITING_HELLO,
    /** The boot number is being recorded. */
    RECORDING,
    LIVE,
    CLOSED
  }

  /** Who connected, and what proved it. */
  record Peer(String session, RobotKeys.Proof proof) {
    String robotId() {
      return proof.robotId();
    }
  }

  /** Hears when a session speaks for its robot. */
  interface LiveListener {
    void onLive(RobotSession session);
  }

  private final LoopContext context;
  private final Peer peer;
  private final Link link;
  private final LiveListener liveListener;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final Budget hotBudget;
  private final Budget eventBudget;
  private final RobotChannel desk;
  private final KeyExchange keys;
  private State state = State.AWAITING_HELLO;
  private long helloDeadlineMs;
  private long nowMs;
  private @Nullable Registration registration;

  RobotSession(LoopContext context, Peer peer, Link link, LiveListener liveListener, long nowMs) {
    this.context = context;
    this.peer = peer;
    this.link = link;
    this.liveListener = liveListener;
    this.complaints = new Complaints(link, context.drops());
    this.heartbeat = new Heartbeat(link, nowMs);
    this.hotBudget = new Budget(HOT_PER_SECOND, HOT_BURST, nowMs);
    this.eventBudget = new Budget(EVENTS_PER_SECOND, EVENTS_BURST, nowMs);
    this.desk = new RobotChannel(context, peer.robotId(), link, complaints, heartbeat, nowMs);
    this.keys = new KeyExchange(context, peer.proof(), link, this::onKeyEnded, nowMs);
    this.helloDeadlineMs = nowMs + ClientSession.HELLO_WITHIN_MS;
  }

  private void onKeyEnded() {
    close(CloseCode.UNAUTHORIZED);
  }

  /** What let this robot in may have ended. */
  void recheck() {
    if (state != State.CLOSED) {
      keys.attend(desk.isDriven());
    }
  }

  String robotId() {
    return peer.robotId();
  }

  @Override
  public void onMessage(Message message, long atMs) {
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
    complaints.about(Reason.RATE_LIMITED, "Too many messages. Slow down.", nowMs);
    if (hotBudget.isAbused() || eventBudget.isAbused()) {
      close(CloseCode.FLOODED);
    }
  }

  private boolean isWithinBudget(Message message) {
    if (message instanceof Stopped) {
      return true;
    }
    return message instanceof Hot ? hotBudget.take(nowMs) : eventBudget.take(nowMs);
  }

  private void onLiveMessage(Message message) {
    if (message instanceof KeyStored stored) {
      keys.onStored(stored);
    } else if (message instanceof ErrorReport error) {
      keys.onError(error);
    } else if (desk.fromRobot(message, nowMs) && registration != null) {
      registration.answered(nowMs);
    }
  }

  private void onHello(RobotHello hello) {
    if (!hello.robotId().equals(peer.robotId())) {
      String code = Reason.NOT_PERMITTED.wireName();
      tell(code, "This key belongs to robot " + peer.robotId() + ".");
      close(CloseCode.NOT_PERMITTED);
    } else if (!hello.versions().contains(ClientSession.VERSION)) {
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
    switch (answer) {
      case Boots.Answer.Accepted ignored -> goLive(hello);
      case Boots.Answer.Conflict conflict -> {
        state = State.AWAITING_HELLO;
        helloDeadlineMs = nowMs + ClientSession.HELLO_WITHIN_MS;
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
      refuseSecondDevice();
      return;
    }
    registration = claimed;
    desk.onHello(hello.features());
    liveListener.onLive(this);
    String node = context.place().node();
    List<String> common = KeyExchange.common(hello.features());
    link.offer(new Welcome(ClientSession.VERSION, common, node, peer.session(), null));
    keys.onWelcome(common);
    keys.attend(desk.isDriven());
    LOG.atInfo()
        .addKeyValue("node", node)
        .addKeyValue("robot", peer.robotId())
        .addKeyValue("session", peer.session())
        .addKeyValue("boot", hello.boot())
        .addKeyValue("software", ClientSession.printable(hello.software()))
        .log("robot welcome");
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
  boolean isLive() {
    return state == State.LIVE;
  }

  /** What client sessions send to this robot, while it {@link #isLive}. */
  void fromClient(ToRobotSession asked, long atMs) {
    desk.fromClient(asked, atMs);
  }

  void onTick(long atMs) {
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
          desk.onTick(atMs);
          keys.onTick(desk.isDriven(), atMs);
        }
      }
      case CLOSED -> {}
    }
  }

  @Override
  public void onWritable(long atMs) {
    desk.onWritable(atMs);
  }

  void onFreeze(long atMs) {
    nowMs = atMs;
    helloDeadlineMs = atMs + ClientSession.HELLO_WITHIN_MS;
    heartbeat.forgive(atMs);
    if (state == State.LIVE) {
      desk.onFreeze(atMs);
    }
  }

  /** A newer connection of the same start is here, or this one no longer answered. */
  private void replaced() {
    close(CloseCode.REPLACED);
  }

  void announceLeave(int retryMs) {
    if (state != State.CLOSED) {
      link.offer(new GoingAway(retryMs));
    }
  }

  void leave() {
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
    desk.close();
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
