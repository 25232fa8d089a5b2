package org.havatar.relay.session.client;

import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.connection.Rhythm;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.Accounts.RobotProfile;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;

/** The robot that one client session has selected, and what the client may do with it. */
final class SelectedRobot {
  /** So often at most, whatever there is to ask. */
  static final long RIGHTS_EVERY_MS = 1000;

  /** While it isn't known what a change was. */
  static final long DOUBTS_EVERY_MS = 200;

  static final long EXTEND_RETRY_MS = 5000;

  /**
   * A lease that ends with a turn may be off by so much: stamps that it was counted from are old.
   */
  static final long LEASE_OFF_MS = 100;

  /** So far behind the newest, a sequence is an obvious repetition; further, the robot judges. */
  private static final int REPETITION = 1024;

  private final String robotId;
  private final ClientAddress address;
  private final String name;
  private final SessionRouter router;
  private final Arrival arrival;
  private final CommandJournal journal;
  private final DriveJournal drives;
  private final long leaseDurationMs;
  private final PressJournal presses;
  private final RegisterView registerView = new RegisterView();
  private final Capability capability;
  private final TurnWatch turn;
  private final Rhythm rightsChecks;
  private final Rhythm doubtChecks;
  private boolean online;
  private final Rhythm watchRenewals;
  private @Nullable Numbered carriedTerm;
  private Sequence carried = Sequence.ZERO;
  private long extendedMs;
  private boolean isExtending;

  SelectedRobot(
      String robotId, Client client, LoopContext context, Capability capability, long nowMs) {
    this.robotId = robotId;
    this.address = client.address();
    this.name = client.account().displayName();
    this.router = context.ports().router();
    this.arrival = context.instrumentation().arrival();
    this.journal = new CommandJournal(robotId, capability::identity, client, context);
    this.drives = new DriveJournal(robotId, capability::identity, client, context);
    this.presses = new PressJournal(journal, drives);
    this.leaseDurationMs = context.place().leaseDurationMs();
    this.capability = capability;
    this.turn = new TurnWatch(robotId, capability);
    this.rightsChecks = new Rhythm(RIGHTS_EVERY_MS, nowMs + RIGHTS_EVERY_MS);
    this.doubtChecks = new Rhythm(DOUBTS_EVERY_MS, nowMs + DOUBTS_EVERY_MS);
    this.watchRenewals =
        new Rhythm(
            ToRobotSession.Watch.RENEW_EVERY_MS, nowMs + ToRobotSession.Watch.RENEW_EVERY_MS);
    this.online = router.isOnline(robotId);
    this.extendedMs = nowMs - EXTEND_RETRY_MS;
  }

  String robotId() {
    return robotId;
  }

  RobotProfile profile() {
    return capability.rights().robot();
  }

  boolean isOnline() {
    return online;
  }

  CommandJournal journal() {
    return journal;
  }

  DriveJournal drives() {
    return drives;
  }

  PressJournal presses() {
    return presses;
  }

  /** The client leaves the robot. */
  void close() {
    presses.close();
    journal.close();
    drives.close();
  }

  RegisterView registerView() {
    return registerView;
  }

  Capability capability() {
    return capability;
  }

  TurnWatch turn() {
    return turn;
  }

  int rank(long nowMs) {
    return capability.rank(nowMs);
  }

  boolean isHolder() {
    return registerView.holder() == address.holder();
  }

  boolean mayDrive(long nowMs) {
    return capability.mayDrive(nowMs);
  }

  /** Who drives goes on; to become the driver takes a right that can be proved now. */
  boolean mayBegin(long nowMs) {
    return isHolder() ? mayDrive(nowMs) : capability.mayBegin(nowMs);
  }

  /** True when the rights are to be asked for again. */
  boolean isRightsCheckDue(long nowMs) {
    if (capability.isDoubted() && doubtChecks.isDue(nowMs)) {
      return true;
    }
    return rightsChecks.isDue(nowMs) && capability.isConfirmationDue(nowMs);
  }

  /** Why this setpoint must not go on, or null. */
  @Nullable Reason refusalOf(Drive drive, long nowMs) {
    if (!mayDrive(nowMs)) {
      return Reason.NOT_PERMITTED;
    }
    if (!router.isOnline(robotId)) {
      return Reason.NO_ROBOT;
    }
    Reason reason = registerView.refusalOf(drive, address.holder());
    if (reason != null) {
      return reason;
    }
    int behind = carried.value() - drive.sequence().value();
    boolean repeated = drive.term().equals(carriedTerm) && behind >= 0 && behind < REPETITION;
    return repeated ? Reason.SEQUENCE_OLD : null;
  }

  void onCarried(Drive drive) {
    carriedTerm = drive.term();
    carried = drive.sequence();
  }

  /** Each of these is false when the robot is not connected. */
  boolean sendSetpoint(Drive drive) {
    return router.send(new ToRobotSession.Setpoint(robotId, address, drive, arrival.readNs()));
  }

  boolean press(Stop stop) {
    return router.send(new ToRobotSession.Press(robotId, address, stop));
  }

  boolean release(ReleaseStop release) {
    return router.send(new ToRobotSession.Release(robotId, address, release));
  }

  boolean answerAsker(AnswerRequest answer) {
    return router.send(new ToRobotSession.AnswerAsker(robotId, address, answer));
  }

  boolean askStatus(GetStatus question) {
    return router.send(new ToRobotSession.AskStatus(robotId, address, question));
  }

  /**
   * Wishes for another holder, now.
   *
   * @param term the only one in which that is meant; NONE: whatever is current
   */
  boolean changeLease(Propose.Action action, Numbered term, long nowMs) {
    return router.send(new ToRobotSession.ChangeLease(robotId, address, wish(action, term, nowMs)));
  }

  /** Asks whoever drives to hand over. */
  boolean askDriver(long nowMs) {
    LeaseWish wish = wish(Propose.Action.HAND_OVER, Numbered.NONE, nowMs);
    return router.send(new ToRobotSession.AskDriver(robotId, address, wish));
  }

  private LeaseWish wish(Propose.Action action, Numbered term, long nowMs) {
    return new LeaseWish(action, term, name, capability.rank(nowMs), leaseMs(nowMs));
  }

  /** Says "I watch" to whichever session speaks for the robot now. */
  void watch() {
    router.send(new ToRobotSession.Watch(robotId, address, name));
  }

  void renewWatch(long nowMs) {
    if (watchRenewals.isDue(nowMs)) {
      watch();
    }
  }

  /**
   * When it has something to do next: at each tick while this client drives or a command of its own
   * is open.
   */
  long dueMs(long nowMs) {
    if (isHolder() || journal.isOpen()) {
      return nowMs;
    }
    long regularMs = Math.min(watchRenewals.dueMs(), rightsChecks.dueMs());
    return Math.min(regularMs, turn.dueMs(nowMs));
  }

  /** The robot came, went or changed its loop; true when the client is to be told. */
  boolean onRoute() {
    boolean was = online;
    online = router.isOnline(robotId);
    if (online) {
      watch();
    } else {
      registerView.forget();
      drives.onRobotGone();
    }
    return was != online;
  }

  /** True when the lease is at half time or doesn't end with the turn, once in a while. */
  boolean isExtensionDue(long nowMs) {
    boolean due =
        isHolder() && mayDrive(nowMs) && isLeaseOff(nowMs) && nowMs - extendedMs >= EXTEND_RETRY_MS;
    if (due) {
      extendedMs = nowMs;
      isExtending = true;
    }
    return due;
  }

  private boolean isLeaseOff(long nowMs) {
    long remainingMs = registerView.remainingMs(nowMs);
    long wantedMs = bookedMs(nowMs);
    if (capability.isOverdue(
        nowMs)) { // what it has may end later than the proof, then it is revoked
      return remainingMs > wantedMs + LEASE_OFF_MS
          || remainingMs < Math.min(leaseMs(nowMs) - LEASE_OFF_MS, leaseDurationMs / 2);
    }
    return wantedMs < leaseDurationMs
        ? Math.abs(wantedMs - remainingMs) > LEASE_OFF_MS
        : remainingMs < leaseDurationMs / 2;
  }

  /** Nothing is proposed for longer than the right to it is proven. */
  private long leaseMs(long nowMs) {
    return capability.isOverdue(nowMs)
        ? Math.min(bookedMs(nowMs), capability.provenMs(nowMs))
        : bookedMs(nowMs);
  }

  private long bookedMs(long nowMs) {
    return Math.min(leaseDurationMs, capability.remainingMs(nowMs));
  }

  /** True when that refusal answers our own extension, of which the driver knows nothing. */
  boolean isOwnRefusal() {
    boolean own = isExtending;
    isExtending = false;
    return own;
  }

  /** Answered, or the driver asks for themself: the next refusal is theirs. */
  void notExtending() {
    isExtending = false;
  }
}
