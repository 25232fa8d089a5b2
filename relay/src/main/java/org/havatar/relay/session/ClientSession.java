package org.havatar.relay.session;

import java.util.List;
import java.util.Objects;
import org.havatar.relay.session.Accounts.Account;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.ClientHello;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.FromClient;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.Hot;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseLease;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RequestLease;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.havatar.transports.wire.TakeOver;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a driver or watcher: its hello, its liveness, and what it may send. */
final class ClientSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  static final int VERSION = 1;
  static final long HELLO_WITHIN_MS = 5000;
  static final int HOT_PER_SECOND = 400;
  static final int HOT_BURST = 800;
  static final int EVENTS_PER_SECOND = 20;
  static final int EVENTS_BURST = 60;

  /** The store tells when a login ends; this is in case that it can't. */
  static final long LOGIN_EVERY_MS = 5000;

  /**
   * Who connected.
   *
   * @param wantedRobot the robot named at the handshake, or null
   */
  record Peer(String session, Account account, @Nullable String wantedRobot) {}

  private final LoopContext context;
  private final Peer peer;
  private final Link link;
  private final SelectionListener selections;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final Budget hotBudget;
  private final Budget eventBudget;
  private final StopBudget stopBudget;
  private final RobotList robots;
  private final long openedMs;
  private final Rhythm loginChecks;
  private @Nullable String selected;
  private @Nullable ClientRequests requests;
  private long holder;
  private boolean isClosed;

  ClientSession(
      LoopContext context, Peer peer, Link link, SelectionListener selections, long nowMs) {
    this.context = context;
    this.peer = peer;
    this.link = link;
    this.selections = selections;
    this.complaints = new Complaints(link, context.drops());
    this.heartbeat = new Heartbeat(link, nowMs);
    this.hotBudget = new Budget(HOT_PER_SECOND, HOT_BURST, nowMs);
    this.eventBudget = new Budget(EVENTS_PER_SECOND, EVENTS_BURST, nowMs);
    this.stopBudget = new StopBudget(nowMs);
    this.robots = new RobotList(link, context.ports().router());
    this.openedMs = nowMs;
    this.loginChecks = new Rhythm(LOGIN_EVERY_MS, nowMs + LOGIN_EVERY_MS);
  }

  String id() {
    return peer.session();
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed) {
      return;
    }
    heartbeat.onHeard(nowMs);
    heartbeat.onProof(nowMs);
    ClientRequests welcomed = requests;
    if (!isWithinBudget(message, nowMs)) {
      onHaste(message, welcomed, nowMs);
    } else if (welcomed == null) {
      onFirst(message, nowMs);
    } else {
      onMessage(message, welcomed, nowMs);
    }
    if (message instanceof Stop stop) {
      onStopHeard(stop, nowMs);
    }
  }

  /** Whatever was pressed has gone on; only then who presses without end is dismissed. */
  private void onStopHeard(Stop stop, long nowMs) {
    stopBudget.onStop(stop, nowMs);
    if (stopBudget.isAbused()) {
      close(CloseCode.FLOODED);
    }
  }

  private void onHaste(Message message, @Nullable ClientRequests welcomed, long nowMs) {
    if (welcomed != null && message instanceof Drive drive) {
      welcomed.refuse(drive, Reason.RATE_LIMITED, nowMs);
    } else {
      complaints.about(Reason.RATE_LIMITED, "Too many messages. Slow down.", nowMs);
    }
    if (hotBudget.isAbused() || eventBudget.isAbused()) {
      close(CloseCode.FLOODED);
    }
  }

  /** A stop is never refused; {@link StopBudget} counts it. */
  private boolean isWithinBudget(Message message, long nowMs) {
    if (message instanceof Stop) {
      return true;
    }
    return message instanceof Hot ? hotBudget.take(nowMs) : eventBudget.take(nowMs);
  }

  private void onFirst(Message message, long nowMs) {
    if (!(message instanceof ClientHello hello)) {
      complaints.about(Codes.HELLO_FIRST, "Not executed. Send hello first.", nowMs);
    } else if (!hello.versions().contains(VERSION)) {
      complaints.about(Codes.VERSION_UNSUPPORTED, "This node speaks version 1.", nowMs);
    } else {
      welcome(hello, nowMs);
    }
  }

  private void welcome(ClientHello hello, long nowMs) {
    holder = HolderTag.of(peer.account().name(), hello.instance());
    ClientAddress address = new ClientAddress(context.place().loop(), peer.session(), holder);
    String before = hello.resumes();
    long predecessor = before == null ? 0 : HolderTag.of(peer.account().name(), before);
    boolean knowsLock = hello.features().contains(Features.ADMIN_LOCK);
    Client client = new Client(address, predecessor, peer.account(), knowsLock, link, complaints);
    ClientRequests mine = new ClientRequests(context, client, this::onSelected);
    requests = mine;
    context.ports().instances().claim(holder, peer.session(), this::replaced);
    String node = context.place().node();
    List<String> common = client.mayLock() ? List.of(Features.ADMIN_LOCK) : List.of();
    link.offer(new Welcome(VERSION, common, node, peer.session(), holder));
    LOG.atInfo()
        .addKeyValue("node", node)
        .addKeyValue("session", peer.session())
        .addKeyValue("account", peer.account().name())
        .addKeyValue("software", printable(hello.software()))
        .log("client welcome");
    String wanted = peer.wantedRobot();
    if (wanted != null) {
      mine.selector().select(wanted, nowMs);
    }
    askRobots(mine, nowMs);
    checkLogin(); // it may have ended since the handshake
  }

  /** A peer's text in one line of the log. */
  static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  boolean isOf(String account) {
    return peer.account().name().equals(account);
  }

  private void checkLogin() {
    context
        .ports()
        .accounts()
        .stands(
            peer.account(),
            stands -> {
              if (stands.isPresent() && !stands.get()) {
                close(CloseCode.UNAUTHORIZED);
              }
            });
  }

  /** What the account may do is to be asked for anew, and whether its login stands. */
  void recheck(long nowMs) {
    checkLogin();
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      askRobots(welcomed, nowMs);
      welcomed.selector().askRights(nowMs);
    }
  }

  /** That robot's entry has changed. */
  void onRobotChanged(String robotId, long nowMs) {
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      askRobots(welcomed, nowMs);
      if (welcomed.selector().concerns(robotId)) {
        welcomed.selector().askRights(nowMs);
      }
    }
  }

  private void askRobots(ClientRequests welcomed, long nowMs) {
    context
        .ports()
        .accounts()
        .robots(
            peer.account(),
            names -> {
              if (isClosed) {
                return;
              }
              robots.onNames(names, nowMs);
              String only = robots.only();
              if (only != null && !welcomed.selector().isMade()) {
                welcomed.selector().select(only, nowMs);
              }
            });
  }

  private void onSelected(@Nullable String robotId) {
    String before = selected;
    selected = robotId;
    if (!Objects.equals(before, robotId)) {
      selections.onSelected(this, before, robotId);
    }
  }

  private void onMessage(Message message, ClientRequests welcomed, long nowMs) {
    if (!(message instanceof FromClient said)) {
      complaints.about(Reason.WRONG_DIRECTION, "A client never sends this.", nowMs);
      return;
    }
    switch (said) {
      case Drive drive -> welcomed.onDrive(drive, nowMs);
      case Stop stop -> welcomed.onStop(stop, nowMs);
      case Ping ping -> link.offer(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
      case Pong pong -> heartbeat.onPong(pong);
      case SelectRobot select -> welcomed.selector().select(select.robotId(), nowMs);
      case TakeLease ignored -> welcomed.onLeaseRequest(Action.TAKE, nowMs);
      case ReleaseLease ignored -> welcomed.onLeaseRequest(Action.RELEASE, nowMs);
      case TakeOver ignored -> welcomed.onLeaseRequest(Action.TAKE_OVER, nowMs);
      case RequestLease ignored -> welcomed.onLeaseRequest(Action.HAND_OVER, nowMs);
      case AnswerRequest answer -> welcomed.onAnswerRequest(answer, nowMs);
      case ReleaseStop release -> welcomed.onReleaseStop(release, nowMs);
      case GetStatus ask -> welcomed.onGetStatus(ask, nowMs);
      case MotorControl ignored ->
          complaints.about(
              Codes.UNKNOWN_MESSAGE, "Not executed. Who says hello drives with DRIVE.", nowMs);
      case ErrorReport error ->
          LOG.atDebug()
              .addKeyValue("session", peer.session())
              .addKeyValue("code", printable(error.code()))
              .log("client error");
      case ClientHello ignored ->
          complaints.about(Codes.UNKNOWN_MESSAGE, "Hello was said already.", nowMs);
    }
  }

  void fromRobot(ToClientSession told, long nowMs) {
    if (requests != null) {
      requests.fromRobot(told, nowMs);
    }
  }

  void onRoute(String robotId) {
    robots.onRoute(robotId);
    if (requests != null) {
      requests.selector().onRoute(robotId);
    }
  }

  void onTick(long nowMs) {
    if (isClosed) {
      return;
    }
    boolean late = requests == null && nowMs - openedMs >= HELLO_WITHIN_MS;
    if (late || heartbeat.isSilent(nowMs)) {
      close(CloseCode.SILENT);
      return;
    }
    if (loginChecks.isDue(nowMs)) {
      checkLogin();
    }
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      heartbeat.onTick(welcomed.isDriving(), nowMs);
      robots.onTick(nowMs);
      welcomed.onTick(nowMs);
    }
  }

  void onFreeze(long nowMs) {
    heartbeat.forgive(nowMs);
  }

  /** A newer connection of the same instance is here. */
  private void replaced() {
    close(CloseCode.REPLACED);
  }

  void announceLeave(int retryMs) {
    if (!isClosed) {
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
    if (!isClosed) {
      detach();
      logEnd("client closed", code);
      link.close(code);
    }
  }

  private void logEnd(String what, CloseCode code) {
    LOG.atInfo()
        .addKeyValue("node", context.place().node())
        .addKeyValue("session", peer.session())
        .addKeyValue("account", peer.account().name())
        .addKeyValue("code", code.number())
        .log(what);
  }

  private void detach() {
    isClosed = true;
    if (requests != null) {
      context.ports().instances().release(holder, peer.session());
      requests.selector().close();
    }
  }

  @Override
  public void onClosed(CloseCode code) {
    if (!isClosed) {
      detach();
      logEnd("client gone", code);
    }
  }
}
