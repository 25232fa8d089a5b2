package org.havatar.relay.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.directory.Directory;
import org.havatar.relay.metrics.ConnectionMeters.Connection;
import org.havatar.relay.metrics.ConnectionMeters.Role;
import org.havatar.relay.metrics.LoopLag;
import org.havatar.relay.routing.EventBusRouter;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.connection.Arrival;
import org.havatar.relay.session.connection.Instrumentation;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.older.Reception;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.relay.session.port.Ports;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.link.Link;
import org.havatar.transports.link.LinkListener;
import org.havatar.transports.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of a node: its listeners, its sessions and its router, so that a session needs no
 * lock. Binds and keeps time; the rules are in the sessions.
 */
public final class RelayLoop extends VerticleBase {
  /** For which a lease is proposed, and extended at half time. */
  static final Duration LEASE = Duration.ofMinutes(10);

  private static final long TICK_MS = 10;

  /** Peers spread themselves over this and as much again. */
  private static final int COME_BACK_MS = 250;

  /** After the announcement, so that what is under way is answered. */
  private static final long ANSWER_MS = 150;

  /** A peer that doesn't read must not hold the others up. */
  private static final long CLOSE_WITHIN_MS = 1000;

  /** So that the goodbyes are on the wire before the sockets go. */
  private static final long GOODBYE_MS = 100;

  private final NodeContext node;
  private final Directory.Listener onRoutes = this::onRoutes;
  private @Nullable Wiring wiring;
  private boolean isLeaving;

  /** What exists from start to stop. */
  private record Wiring(
      Sessions sessions,
      EventBusRouter router,
      HandshakeAuthorizer door,
      LoopListeners listeners,
      long timer) {}

  public RelayLoop(NodeContext node) {
    this.node = node;
  }

  @Override
  public Future<?> start() {
    int loop = node.directory().newLoop();
    String address = EventBusRouter.address(node.nodeId(), loop);
    Arrival arrival = new Arrival(node.monotonicNs());
    EventBusRouter router =
        new EventBusRouter(
            vertx.eventBus(),
            new EventBusRouter.Place(address, task -> context.runOnContext(ignored -> task.run())),
            node.directory(),
            node.drops(),
            arrival);
    LoopContext loopContext = loopContext(address, router, arrival);
    Sessions sessions = new Sessions(loopContext, now());
    OpenedLinks openers = new OpenedLinks(sessions, new Reception(sessions, loopContext));
    HandshakeAuthorizer door =
        new HandshakeAuthorizer(
            node.access(),
            openers,
            this::onLoop,
            node.meters().connections()::refused,
            node.admission());
    LoopListeners listeners =
        new LoopListeners(context, node.listening(), door, node.monotonicMs(), node.drops());
    LoopLag lag = node.meters().loopLag(loop, node.monotonicNs(), TICK_MS);
    long timer =
        vertx.setPeriodic(
            TICK_MS,
            ignored -> {
              lag.onTick();
              sessions.onTick(now());
            });
    wiring = new Wiring(sessions, router, door, listeners, timer);
    node.directory().listen(onRoutes);
    node.access().onChanged(change -> onLoop(() -> recheck(sessions, change)));
    return router
        .start(sessions, () -> sessions.enter(now()))
        .compose(ignored -> listeners.start());
  }

  private static void recheck(Sessions sessions, Change change) {
    switch (change.subject()) {
      case ACCOUNT -> sessions.onAccountChanged(change.name());
      case ROBOT, CALENDAR -> sessions.onRobotChanged(change.name());
      case ROBOT_KEYS -> sessions.onRobotKeysChanged(change.name());
      case UNKNOWN -> sessions.onAnythingChanged();
    }
  }

  private LoopContext loopContext(String address, EventBusRouter router, Arrival arrival) {
    Consumer<Runnable> loop = this::onLoop;
    AccessPorts access = new AccessPorts(node.access(), loop, node.admission().logs().unasked());
    Ports ports =
        new Ports(
            access,
            node.storeReach(),
            access,
            new StopPort(node.access().keptStops(), loop),
            new KeyPort(node.access().robotKeys(), loop, node.admission().robots()),
            node.directory().registrations().of(address, loop),
            node.directory().clients().of(loop),
            node.directory().devices().of(loop),
            router,
            node.commandLog(),
            node.driveLog());
    LoopContext.Place place =
        new LoopContext.Place(node.nodeId(), address, LEASE.toMillis(), node.olderHoldMs());
    return new LoopContext(
        place,
        ports,
        new Instrumentation(node.drops(), node.meters().sessions(), arrival),
        new SecureRandom(),
        System::currentTimeMillis,
        node.leaps());
  }

  /** Shows another certificate from the next handshake on. Any thread. */
  Future<?> show(Certificate certificate) {
    Promise<Object> shown = Promise.promise();
    context.runOnContext(
        ignored -> {
          Wiring mine = wiring;
          if (mine == null || isLeaving) {
            shown.complete();
          } else {
            mine.listeners.show(certificate).<Object>mapEmpty().onComplete(shown);
          }
        });
    return shown.future();
  }

  /** Other origins from the next handshake on. Any thread. */
  void allowOrigins(Set<String> origins) {
    onLoop(
        () -> {
          if (wiring != null) {
            wiring.listeners.allowOrigins(origins);
          }
        });
  }

  private long now() {
    return node.monotonicMs().getAsLong();
  }

  /** From any thread: a turn of this loop that first tells the sessions what time it is. */
  private void onLoop(Runnable task) {
    context.runOnContext(
        ignored -> {
          if (wiring != null && !isLeaving) {
            wiring.sessions.enter(now());
            task.run();
          }
        });
  }

  private void onRoutes(Set<String> robotIds) {
    onLoop(
        () -> {
          if (wiring != null) {
            robotIds.forEach(wiring.sessions::onRoute);
          }
        });
  }

  @Override
  public Future<?> stop() {
    Wiring mine = wiring;
    if (mine == null) {
      return Future.succeededFuture();
    }
    mine.door.leave();
    mine.sessions.announceLeave(COME_BACK_MS);
    return vertx
        .timer(ANSWER_MS, TimeUnit.MILLISECONDS)
        .compose(ignored -> closeAll(mine))
        .compose(ignored -> vertx.timer(GOODBYE_MS, TimeUnit.MILLISECONDS))
        .compose(ignored -> mine.router.stop())
        .compose(ignored -> mine.listeners.stop())
        .timeout(CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS);
  }

  private Future<Boolean> closeAll(Wiring mine) {
    mine.sessions.enter(now());
    mine.sessions.leave();
    isLeaving = true;
    vertx.cancelTimer(mine.timer);
    node.directory().unlisten(onRoutes);
    return Future.succeededFuture(true);
  }

  /** Sessions for open links. */
  private final class OpenedLinks implements HandshakeAuthorizer.Openers {
    private final Sessions sessions;
    private final Reception reception;

    private OpenedLinks(Sessions sessions, Reception reception) {
      this.sessions = sessions;
      this.reception = reception;
    }

    @Override
    public LinkListener client(Account account, @Nullable String wantedRobot, Link link) {
      sessions.enter(now());
      return new LoopEntry(
          sessions, reception.openClient(account, wantedRobot, link), Role.CLIENT, link);
    }

    @Override
    public LinkListener robot(RobotKeys.Proof proof, Link link) {
      sessions.enter(now());
      return new LoopEntry(sessions, reception.openRobot(proof, link), Role.ROBOT, link);
    }
  }

  /** Each call of a link is a turn of the loop. */
  private final class LoopEntry implements LinkListener {
    private final Sessions sessions;
    private final Session session;
    private final Connection connection;

    private LoopEntry(Sessions sessions, Session session, Role role, Link link) {
      this.sessions = sessions;
      this.session = session;
      this.connection =
          node.meters().connections().opened(link.info().transport(), role, session.dialect());
    }

    @Override
    public void onMessage(Message message) {
      long nowMs = now();
      sessions.enterToRead(nowMs);
      session.onMessage(message, nowMs);
      connection.speaks(session.dialect());
    }

    @Override
    public void onWritable() {
      long nowMs = now();
      sessions.enter(nowMs);
      session.onWritable(nowMs);
    }

    @Override
    public void onProbed(long token) {
      long nowMs = now();
      sessions.enter(nowMs);
      session.onProbed(token, nowMs);
      connection.speaks(session.dialect());
    }

    @Override
    public void onClosed(CloseCode code) {
      sessions.enter(now());
      sessions.onClosed(session, code);
      connection.closed(code);
    }
  }
}
