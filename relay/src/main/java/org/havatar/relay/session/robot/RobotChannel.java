package org.havatar.relay.session.robot;

import java.util.List;
import java.util.function.Function;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.connection.Heartbeat;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.RegisterView;
import org.havatar.relay.session.message.Addressee;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.LeaseWish;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.message.ToRobotSession;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.relay.session.port.SessionRouter;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.FromRobot;
import org.havatar.transports.wire.GoingAway;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.LeaseRequested;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Request;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.StatusResponse;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;
import org.jspecify.annotations.Nullable;

/** What passes between one live robot and the client sessions, wherever they are. */
final class RobotChannel {
  /** A beacon this old is no news for a newcomer. */
  private static final long BEACON_NEWS_MS = 1500;

  private final String robotId;
  private final Link link;
  private final SessionRouter router;
  private final Arrival arrival;
  private final Complaints complaints;
  private final Heartbeat heartbeat;
  private final RegisterView registerView = new RegisterView();
  private final Watchers watchers = new Watchers();
  private final SetpointLane lane;
  private final Proposals proposals;
  private final LeaseRequests requests;
  private final StatusRequests statuses;
  private final RobotStops stops;
  private final ReleaseBudget releases;
  private final RobotObserver observer;
  private final RobotTime time;
  private @Nullable Beacon newestBeacon;
  private long beaconMs;

  RobotChannel(
      LoopContext context,
      String robotId,
      Link link,
      Complaints complaints,
      Heartbeat heartbeat,
      long nowMs) {
    this.releases = new ReleaseBudget(nowMs);
    this.robotId = robotId;
    this.time = new RobotTime(context.leaps());
    this.link = link;
    this.router = context.ports().router();
    this.arrival = context.instrumentation().arrival();
    this.complaints = complaints;
    this.heartbeat = heartbeat;
    this.lane = new SetpointLane(link, registerView, context.instrumentation(), this::tellRefused);
    this.stops = new RobotStops(robotId, link, context.drops(), new StopHost());
    this.observer = new RobotObserver(robotId, context.metrics());
    this.proposals = new Proposals(link, context.random(), this::deny, nowMs);
    this.requests = new LeaseRequests(robotId, registerView, new RequestDesk());
    this.statuses =
        new StatusRequests(
            link,
            context.epochMs(),
            (client, status) ->
                router.send(new ToClientSession.StatusTold(client, robotId, status)));
  }

  private final class RequestDesk implements LeaseRequests.Desk {
    @Override
    public void tell(ClientAddress client, LeaseRequested request) {
      router.send(new ToClientSession.Asked(client, robotId, request));
    }

    @Override
    public void tellAll(long holder, LeaseRequested request) {
      watchers.counted(holder).forEach(client -> tell(client, request));
    }

    @Override
    public void refuse(ClientAddress client, Refused refused) {
      deny(client, refused);
    }

    @Override
    public boolean isWatching(ClientAddress address) {
      return watchers.isCounted(address);
    }

    @Override
    public void propose(ClientAddress client, LeaseWish wish, long nowMs) {
      RobotChannel.this.propose(client, wish, nowMs);
    }
  }

  private final class StopHost implements RobotStops.Host {
    @Override
    public String nameOf(long holder) {
      return watchers.nameOf(holder);
    }

    @Override
    public void tell(ClientAddress client, Stopped stopped) {
      router.send(new ToClientSession.Latched(client, robotId, stopped));
    }

    @Override
    public void tellWatchers(StopPressed press) {
      toWatchers(to -> new ToClientSession.Pressed(to, robotId, press));
    }

    @Override
    public void onPressed(Stop stop, long nowMs) {
      observer.onPressed(stop, registerView.holder(), nowMs);
    }
  }

  /** The robot's hello named these features. */
  void onHello(List<String> features) {
    statuses.onFeatures(features);
    time.onHello(features.contains(RobotRegistry.OLDER));
    observer.onUp(link.info());
  }

  private void tellRefused(ClientAddress from, Drive drive, Reason reason) {
    acknowledge(from, Ack.refusedByNode(drive, reason));
  }

  private void acknowledge(ClientAddress client, Ack ack) {
    router.send(new ToClientSession.Acknowledged(client, robotId, ack, arrival.readNs()));
  }

  private void deny(ClientAddress client, Refused refused) {
    router.send(new ToClientSession.Denied(client, robotId, refused));
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
        toWatchers(to -> new ToClientSession.Latched(to, robotId, stopped));
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
    if (ack.term().boot() == registerView.term().boot()) {
      onStamp(ack.stamp(), nowMs); // else it may be of another boot's clock
    }
    if (lane.onAck(ack, nowMs)) {
      heartbeat.onProof(nowMs);
    }
    watchers.told(registerView.holderOf(ack.term())).forEach(each -> acknowledge(each, ack));
  }

  private void onBeacon(Beacon beacon, long nowMs) {
    RegisterView.Heard heard = registerView.onBeacon(beacon, nowMs);
    if (heard == RegisterView.Heard.OLD) {
      return;
    }
    if (heard == RegisterView.Heard.NEW_BOOT) {
      onNewBoot(nowMs);
    }
    onStamp(beacon.stamp(), nowMs);
    stops.onBeacon(beacon, nowMs);
    observer.onBeacon(beacon);
    newestBeacon = beacon;
    beaconMs = nowMs;
    toWatchers(to -> new ToClientSession.Heard(to, robotId, beacon));
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
    RegisterView.Heard heard = registerView.onLease(lease, nowMs);
    proposals.onAccepted(lease.proposal());
    if (heard == RegisterView.Heard.OLD) {
      return;
    }
    observer.onLease(lease);
    if (heard == RegisterView.Heard.NEW_BOOT) {
      onNewBoot(nowMs);
    }
    Lease told =
        new Lease(
            robotId,
            lease.term(),
            lease.holder(),
            lease.holderName(),
            lease.remainingMs(),
            lease.cause(),
            null);
    toWatchers(to -> new ToClientSession.Leased(to, robotId, told));
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
      watchers.counted(refused.holder()).forEach(each -> deny(each, answer));
    }
  }

  private void toWatchers(Function<Addressee, ToClientSession> message) {
    watchers.told().forEach(each -> router.send(message.apply(each)));
  }

  /** From a client session, on whatever loop, which has checked what its account may do. */
  void fromClient(ToRobotSession asked, long nowMs) {
    switch (asked) {
      case ToRobotSession.Press(var id, var from, Stop stop) -> {
        stops.onStop(from, stop, nowMs);
        lane.drop(Reason.LATCHED_STOP); // the robot would refuse it: it is latched from now on
      }
      case ToRobotSession.Setpoint(var id, var from, Drive drive, long readNs) ->
          lane.onSetpoint(drive, from, nowMs);
      case ToRobotSession.Watch(var id, var from, String name, var part) -> {
        if (watchers.renew(from, name, part, nowMs)) {
          tellNewcomer(from, nowMs);
        }
      }
      case ToRobotSession.ChangeLease(var id, var from, LeaseWish wish) ->
          propose(from, wish, nowMs);
      case ToRobotSession.AskDriver(var id, var from, LeaseWish wish) ->
          requests.ask(from, wish, nowMs);
      case ToRobotSession.AnswerAsker(var id, var from, var answer) ->
          requests.onAnswer(from, answer, nowMs);
      case ToRobotSession.AskStatus(var id, var from, var question) ->
          statuses.ask(from, question, newestBeacon, nowMs);
      case ToRobotSession.Release(var id, var from, ReleaseStop release) ->
          onReleaseStop(from, release, nowMs);
    }
  }

  private void propose(ClientAddress from, LeaseWish asked, long nowMs) {
    proposals.propose(from, asked, registerView, lane.newestStamp(), nowMs);
  }

  private void tellNewcomer(ClientAddress address, long nowMs) {
    if (registerView.isKnown()) {
      router.send(
          new ToClientSession.Leased(address, robotId, registerView.current(robotId, nowMs)));
    }
    Beacon beacon = newestBeacon;
    if (beacon != null && nowMs - beaconMs < BEACON_NEWS_MS) {
      router.send(new ToClientSession.Heard(address, robotId, beacon));
      PressedStops.Answered stop = stops.behind(beacon);
      if (stop != null) {
        router.send(new ToClientSession.Pressed(address, robotId, stop.press()));
        router.send(new ToClientSession.Latched(address, robotId, stop.answer()));
      }
    }
  }

  private void onReleaseStop(ClientAddress from, ReleaseStop release, long nowMs) {
    if (lane.isBlind() || lane.isStale(release.echo(), release.ttlMs(), nowMs)) {
      refuseRelease(from, Reason.STALE, "Too old. Press release again.");
    } else if (!releases.take(from.holder(), registerView.holder(), nowMs)) {
      refuseRelease(from, Reason.RATE_LIMITED, "Too often. Press release again in a moment.");
    } else {
      stops.beforeRelease(nowMs);
      link.offer(release);
    }
  }

  private void refuseRelease(ClientAddress from, Reason reason, String message) {
    deny(from, Refused.of(Request.RELEASE_STOP, reason.wireName(), message));
  }

  boolean isDriven() {
    return registerView.holder() != 0;
  }

  /**
   * When {@link #onTick} has something to do: at each tick while anything is under way. A setpoint
   * waits only while its driver holds the lease, and is judged anew whenever it goes.
   */
  long dueMs(long nowMs) {
    boolean isBusy =
        isDriven()
            || stops.isBusy()
            || !proposals.isEmpty()
            || requests.isBusy()
            || statuses.isAsking();
    return isBusy ? nowMs : Math.min(heartbeat.idleDueMs(), watchers.dueMs());
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
      WatcherList list = watchers.list(robotId);
      watchers
          .counted()
          .forEach(each -> router.send(new ToClientSession.Watched(each, robotId, list)));
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
