package org.havatar.relay.session.client;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.connection.Budget;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.relay.session.connection.HolderTag;
import org.havatar.relay.session.connection.LogText;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Pace;
import org.havatar.relay.session.connection.Rhythm;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Instances;
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
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Protocol;
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
public final class ClientSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  public static final int BINARY_PER_SECOND = 400;
  public static final int BINARY_BURST = 800;
  public static final int EVENTS_PER_SECOND = 20;
  public static final int EVENTS_BURST = 60;

  /** The store tells when a login ends; this is in case that it can't. */
  public static final long LOGIN_EVERY_MS = 5000;

  /**
   * Who connected.
   *
   * @param wantedRobot the robot named at the handshake, or null
   */
  public record Peer(String session, Account account, @Nullable String wantedRobot) {}

  private final LoopContext context;
  private final Peer peer;
  private final Link link;
  private final InterestListener interests;
  private final Alarm alarm;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final Pace pace;
  private final StopBudget stopBudget;
  private final RobotList robots;
  private final RobotListFeed feed;
  private final long openedMs;
  private final Rhythm loginChecks;
  private @Nullable String selected;
  private @Nullable ClientRequests requests;
  private long holder;
  private boolean isClosed;

  public ClientSession(
      LoopContext context,
      Peer peer,
      Link link,
      InterestListener interests,
      Alarm alarm,
      long nowMs) {
    this.context = context;
    this.peer = peer;
    this.link = link;
    this.interests = interests;
    this.alarm = alarm;
    this.complaints = new Complaints(link, context.drops());
    this.heartbeat = new Heartbeat(link, nowMs);
    this.pace =
        new Pace(
            complaints,
            new Budget(BINARY_PER_SECOND, BINARY_BURST, nowMs),
            new Budget(EVENTS_PER_SECOND, EVENTS_BURST, nowMs));
    this.stopBudget = new StopBudget(nowMs);
    this.robots = new RobotList(link, context.ports().router());
    this.feed =
        new RobotListFeed(context.ports().accounts(), peer.account(), robots, new ListListener());
    this.openedMs = nowMs;
    this.loginChecks = new Rhythm(LOGIN_EVERY_MS, nowMs + LOGIN_EVERY_MS);
  }

  public String id() {
    return peer.session();
  }

  @Override
  public void onMessage(Message message, long nowMs) {
    if (isClosed) {
      return;
    }
    alarm.wake();
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
      pace.complain(nowMs);
    }
    if (pace.isAbused()) {
      close(CloseCode.FLOODED);
    }
  }

  /** A stop is never refused; {@link StopBudget} counts it. */
  private boolean isWithinBudget(Message message, long nowMs) {
    return message instanceof Stop || pace.take(message, nowMs);
  }

  private void onFirst(Message message, long nowMs) {
    if (!(message instanceof ClientHello hello)) {
      complaints.about(Codes.HELLO_FIRST, "Not executed. Send hello first.", nowMs);
    } else if (!hello.versions().contains(Protocol.VERSION)) {
      complaints.about(Codes.VERSION_UNSUPPORTED, "This node speaks version 1.", nowMs);
    } else {
      welcome(hello, nowMs);
    }
  }

  private void welcome(ClientHello hello, long nowMs) {
    holder = HolderTag.of(peer.account().name(), hello.instance());
    if (!claimPlace(hello.standby())) {
      close(CloseCode.REPLACED);
      return;
    }
    ClientAddress address = new ClientAddress(context.place().loop(), peer.session(), holder);
    String before = hello.resumes();
    long predecessor = before == null ? 0 : HolderTag.of(peer.account().name(), before);
    boolean knowsLock = hello.features().contains(Features.ADMIN_LOCK);
    Client client =
        new Client(address, predecessor, peer.account(), knowsLock, link, complaints, alarm);
    ClientRequests mine = new ClientRequests(context, client, this::onSelected);
    requests = mine;
    String node = context.place().node();
    List<String> common = client.mayLock() ? List.of(Features.ADMIN_LOCK) : List.of();
    link.offer(new Welcome(Protocol.VERSION, common, node, peer.session(), holder));
    LOG.atInfo()
        .addKeyValue("node", node)
        .addKeyValue("session", peer.session())
        .addKeyValue("account", peer.account().name())
        .addKeyValue("software", LogText.printable(hello.software()))
        .log("client welcome");
    String wanted = peer.wantedRobot();
    if (wanted != null) {
      mine.selector().select(wanted, nowMs);
    }
    feed.ask(nowMs);
    checkLogin(); // it may have ended since the handshake
  }

  /** A standby is good for nothing at the node that its instance is connected to already. */
  private boolean claimPlace(boolean standby) {
    Instances instances = context.ports().instances();
    if (standby) {
      return instances.claimIfFree(holder, peer.session(), this::replaced);
    }
    instances.claim(holder, peer.session(), this::replaced);
    return true;
  }

  public Account account() {
    return peer.account();
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
  public void recheck(long nowMs) {
    alarm.wake();
    checkLogin();
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      feed.ask(nowMs);
      welcomed.selector().askRights(nowMs);
    }
  }

  /** The same, because this very account has changed. */
  public void onAccountChanged(long nowMs) {
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      welcomed.selector().doubtRights(nowMs);
    }
    recheck(nowMs);
  }

  /** That robot's entry has changed. */
  public void onRobotChanged(String robotId, long nowMs) {
    alarm.wake();
    ClientRequests welcomed = requests;
    if (welcomed != null) {
      feed.askAbout(robotId, nowMs);
      if (welcomed.selector().concerns(robotId)) {
        welcomed.selector().doubtRights(nowMs);
        welcomed.selector().askRights(nowMs);
      }
    }
  }

  private final class ListListener implements RobotListFeed.Listener {
    @Override
    public void onAsking() {
      interests.onAsking(ClientSession.this);
    }

    @Override
    public void onListed(Set<String> before, Set<String> after, long nowMs) {
      alarm.wake();
      interests.onListed(ClientSession.this, before, after);
      ClientRequests welcomed = requests;
      String only = robots.only();
      if (welcomed != null && only != null && !welcomed.selector().isMade()) {
        welcomed.selector().select(only, nowMs);
      }
    }
  }

  private void onSelected(@Nullable String robotId) {
    alarm.wake();
    String before = selected;
    selected = robotId;
    if (!Objects.equals(before, robotId)) {
      interests.onSelected(this, before, robotId);
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
              .addKeyValue("code", LogText.printable(error.code()))
              .log("client error");
      case ClientHello ignored ->
          complaints.about(Codes.UNKNOWN_MESSAGE, "Hello was said already.", nowMs);
    }
  }

  public void fromRobot(ToClientSession told, long nowMs) {
    alarm.wake();
    if (requests != null) {
      requests.fromRobot(told, nowMs);
    }
  }

  public void onRoute(String robotId) {
    alarm.wake();
    robots.onRoute(robotId);
    if (requests != null) {
      requests.selector().onRoute(robotId);
    }
  }

  /** When {@link #onTick} has something to do, unless something happens before. */
  public long dueMs(long nowMs) {
    if (isClosed) {
      return Alarm.NEVER;
    }
    ClientRequests welcomed = requests;
    if (welcomed == null) {
      return Math.min(openedMs + HELLO_WITHIN_MS, heartbeat.silentAtMs());
    }
    long regularMs = Math.min(heartbeat.idleDueMs(), loginChecks.dueMs());
    return Math.min(Math.min(regularMs, robots.dueMs()), welcomed.dueMs(nowMs));
  }

  public void onTick(long nowMs) {
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

  public void onFreeze(long nowMs) {
    alarm.wake();
    heartbeat.forgive(nowMs);
  }

  public void wake() {
    alarm.wake();
  }

  /** A newer connection of the same instance is here. */
  private void replaced() {
    close(CloseCode.REPLACED);
  }

  public void announceLeave(int retryMs) {
    if (!isClosed) {
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
    feed.close();
    interests.onListed(this, robots.ids(), Set.of());
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
