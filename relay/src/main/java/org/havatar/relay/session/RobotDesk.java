package org.havatar.relay.session;

import java.util.List;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.FromRobot;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.SelectRobot;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/** What passes between one live robot and the client sessions, wherever they are. */
final class RobotDesk {
  /** A beacon this old is no news for a newcomer. */
  private static final long BEACON_NEWS_MS = 1500;

  private final String robotId;
  private final Link link;
  private final Roads roads;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final Mirror mirror = new Mirror();
  private final Watchers watchers = new Watchers();
  private final SetpointLane lane;
  private final Proposals proposals;
  private final LeaseRequests requests;
  private final StatusRequests statuses;
  private final StopDesk stops;
  private final ReleaseBudget releases;
  private final RobotObserver observer;
  private final RobotTime time;
  private @Nullable Beacon newestBeacon;
  private long beaconMs;

  RobotDesk(
      Surroundings around,
      String robotId,
      Link link,
      Complaints complaints,
      Heartbeat heartbeat,
      long nowMs) {
    this.releases = new ReleaseBudget(nowMs);
    this.robotId = robotId;
    this.time = new RobotTime(around.leaps());
    this.link = link;
    this.roads = around.ports().roads();
    this.complaints = complaints;
    this.heartbeat = heartbeat;
    this.lane = new SetpointLane(link, mirror, around.instruments(), this::tellRefused);
    this.stops = new StopDesk(robotId, link, around.drops(), new StopHost());
    this.observer = new RobotObserver(robotId, around.measures());
    this.proposals =
        new Proposals(
            link,
            around.random(),
            (seat, refused) -> roads.toClient(seat, robotId, refused),
            nowMs);
    this.requests = new LeaseRequests(robotId, mirror, new RequestDesk());
    this.statuses =
        new StatusRequests(
            link, around.epochMs(), (seat, status) -> roads.toClient(seat, robotId, status));
  }

  private final class RequestDesk implements LeaseRequests.Desk {
    @Override
    public void tell(Seat seat, Message message) {
      roads.toClient(seat, robotId, message);
    }

    @Override
    public void tellAll(long holder, Message message) {
      watchers.of(holder).forEach(seat -> tell(seat, message));
    }

    @Override
    public boolean isWatching(Seat seat) {
      return watchers.isWatching(seat);
    }

    @Override
    public void propose(Seat seat, Propose proposal, long nowMs) {
      RobotDesk.this.propose(seat, proposal, nowMs);
    }
  }

  private final class StopHost implements StopDesk.Host {
    @Override
    public String nameOf(long holder) {
      return watchers.nameOf(holder);
    }

    @Override
    public void tell(Seat seat, Message message) {
      roads.toClient(seat, robotId, message);
    }

    @Override
    public void tellWatchers(Message message) {
      toWatchers(message);
    }

    @Override
    public void onPressed(Stop stop, long nowMs) {
      observer.onPressed(stop, mirror.holder(), nowMs);
    }
  }

  /** The robot's hello named these features. */
  void onHello(List<String> features) {
    statuses.onFeatures(features);
    time.onHello(features.contains(RobotRegistry.OLDER));
    observer.onUp(link.info());
  }

  private void tellRefused(Seat from, Drive drive, Reason reason) {
    roads.toClient(from, robotId, Ack.refusedByNode(drive, reason));
  }

  /** From the robot; true when it proves that the robot answers. */
  boolean fromRobot(Message message, long nowMs) {
    if (!(message instanceof FromRobot said)) {
      complaints.about(Reason.WRONG_DIRECTION, "A robot never sends this.", nowMs);
      return false;
    }
    switch (said) {
      case Ack ack -> onAck(ack, nowMs);
      case Beacon beacon -> onBeacon(beacon, nowMs);
      case Stopped stopped -> {
        onStamp(stopped.stamp(), nowMs);
        stops.onStopped(stopped);
        observer.onStopped(stopped, nowMs);
        toWatchers(stopped);
      }
      case Ping ping -> {
        onStamp(new Stamp(ping.senderMs()), nowMs);
        link.offer(new Pong(ping.id(), ping.senderMs(), false, new Stamp(0)));
      }
      case Pong pong -> {
        return onPong(pong, nowMs);
      }
      case Lease lease -> onLease(lease, nowMs);
      case Refused refused -> onRefused(refused);
      case ErrorReport ignored -> {}
      case KeyStored ignored -> {}
      case GoingAway ignored -> {}
      case RobotHello ignored ->
          complaints.about(Codes.UNKNOWN_MESSAGE, "Hello was said already.", nowMs);
      case StatusResponse status -> statuses.onResponse(status, nowMs);
    }
    return false;
  }

  private void onStamp(Stamp stamp, long nowMs) {
    if (time.isLeap(lane.onStamp(stamp, nowMs), nowMs)) {
      onFreeze(nowMs);
    }
  }

  private void onAck(Ack ack, long nowMs) {
    if (ack.term().boot() == mirror.term().boot()) {
      onStamp(ack.stamp(), nowMs); // else it may be of another boot's clock
    }
    if (lane.onAck(ack, nowMs)) {
      heartbeat.onProof(nowMs);
    }
    watchers.of(mirror.holderOf(ack.term())).forEach(seat -> roads.toClient(seat, robotId, ack));
  }

  private void onBeacon(Beacon beacon, long nowMs) {
    Mirror.Heard heard = mirror.onBeacon(beacon, nowMs);
    if (heard == Mirror.Heard.OLD) {
      return;
    }
    if (heard == Mirror.Heard.NEW_BOOT) {
      onNewBoot(nowMs);
    }
    onStamp(beacon.stamp(), nowMs);
    stops.onBeacon(beacon, nowMs);
    observer.onBeacon(beacon);
    newestBeacon = beacon;
    beaconMs = nowMs;
    toWatchers(beacon);
  }

  private boolean onPong(Pong pong, long nowMs) {
    long sentAtMs = heartbeat.onPong(pong);
    if (sentAtMs == Heartbeat.UNASKED) {
      return false;
    }
    heartbeat.onProof(nowMs);
    if (pong.stampValid()) {
      onStamp(pong.stamp(), nowMs);
    }
    lane.onPong(sentAtMs, pong.stampValid(), nowMs);
    return true;
  }

  private void onLease(Lease lease, long nowMs) {
    Mirror.Heard heard = mirror.onLease(lease, nowMs);
    proposals.onAccepted(lease.proposal());
    if (heard == Mirror.Heard.OLD) {
      return;
    }
    observer.onLease(lease);
    if (heard == Mirror.Heard.NEW_BOOT) {
      onNewBoot(nowMs);
    }
    toWatchers(
        new Lease(
            robotId,
            lease.term(),
            lease.holder(),
            lease.holderName(),
            lease.remainingMs(),
            lease.cause(),
            null));
  }

  private void onNewBoot(long nowMs) {
    lane.forget();
    stops.onNewBoot(nowMs);
  }

  private void onRefused(Refused refused) {
    if (refused.proposal() != null) {
      proposals.onRefused(refused);
    } else if (refused.holder() != null) {
      Refused answer =
          new Refused(refused.request(), refused.code(), refused.message(), null, null);
      watchers.of(refused.holder()).forEach(seat -> roads.toClient(seat, robotId, answer));
    }
  }

  private void toWatchers(Message message) {
    watchers.loops().forEach(loop -> roads.toWatchers(loop, robotId, message));
  }

  /** From a client session, on whatever loop, which has checked what its account may do. */
  void fromClient(Seat from, Message message, long nowMs) {
    switch (message) {
      case Stop stop -> {
        stops.onStop(from, stop, nowMs);
        lane.drop(Reason.LATCHED_STOP); // the robot would refuse it: it is latched from now on
      }
      case Drive drive -> lane.onSetpoint(drive, from, nowMs);
      case SelectRobot watch -> {
        String name = watch.watcherName() == null ? "somebody" : watch.watcherName();
        if (watchers.renew(from, name, nowMs)) {
          tellNewcomer(from, nowMs);
        }
      }
      case Propose asked -> onProposal(from, asked, nowMs);
      case AnswerRequest answer -> requests.onAnswer(from, answer, nowMs);
      case GetStatus ask -> statuses.ask(from, ask, newestBeacon, nowMs);
      case ReleaseStop release -> onReleaseStop(from, release, nowMs);
      default -> throw new IllegalStateException("no request of a client session: " + message);
    }
  }

  /** A hand-over that names no term still needs the driver's consent. */
  private void onProposal(Seat from, Propose asked, long nowMs) {
    boolean isRequest =
        asked.action() == Propose.Action.HAND_OVER && asked.term().equals(Numbered.NONE);
    if (isRequest) {
      requests.ask(from, asked, nowMs);
    } else {
      propose(from, asked, nowMs);
    }
  }

  private void propose(Seat from, Propose asked, long nowMs) {
    proposals.propose(from, asked, mirror, lane.newestStamp(), nowMs);
  }

  private void tellNewcomer(Seat seat, long nowMs) {
    if (mirror.isKnown()) {
      roads.toClient(seat, robotId, mirror.current(robotId, nowMs));
    }
    Beacon beacon = newestBeacon;
    if (beacon != null && nowMs - beaconMs < BEACON_NEWS_MS) {
      roads.toClient(seat, robotId, beacon);
      stops.behind(beacon).forEach(told -> roads.toClient(seat, robotId, told));
    }
  }

  private void onReleaseStop(Seat from, ReleaseStop release, long nowMs) {
    if (lane.isBlind() || lane.isStale(release.echo(), release.ttlMs(), nowMs)) {
      refuseRelease(from, Reason.STALE, "Too old. Press release again.");
    } else if (!releases.take(from.holder(), mirror.holder(), nowMs)) {
      refuseRelease(from, Reason.RATE_LIMITED, "Too often. Press release again in a moment.");
    } else {
      stops.beforeRelease(nowMs);
      link.offer(release);
    }
  }

  private void refuseRelease(Seat from, Reason reason, String message) {
    roads.toClient(
        from, robotId, new Refused("release_stop", reason.wireName(), message, null, null));
  }

  boolean isDriven() {
    return mirror.holder() != 0;
  }

  void onTick(long nowMs) {
    stops.onTick(nowMs);
    heartbeat.onTick(isDriven(), nowMs);
    watchers.onTick(nowMs);
    observer.onTick(nowMs);
    proposals.onTick(nowMs);
    requests.onTick(nowMs);
    statuses.onTick(nowMs);
    if (watchers.isListDue(nowMs)) {
      toWatchers(watchers.list(robotId));
    }
    lane.flush(nowMs);
  }

  void onWritable(long nowMs) {
    lane.flush(nowMs);
  }

  void onFreeze(long nowMs) {
    lane.onFreeze(nowMs);
    heartbeat.ping(nowMs);
  }

  /** The connection is gone. */
  void close() {
    lane.drop(Reason.NO_ROBOT);
    observer.close();
    proposals.abandon();
  }
}
