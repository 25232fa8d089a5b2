package org.havatar.relay.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.identity.Identity;
import org.havatar.relay.access.identity.Logins;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.relay.access.identity.Tickets;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotKey;
import org.havatar.relay.access.robots.RobotKeys;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Robots;

/**
 * Who somebody is and what he may do. Any thread; futures are heard on the caller's context and
 * fail with {@link Unavailable} when nobody can tell: then nobody is let in.
 */
public final class Access {
  /** Ranks of PROTOCOL.md §5.2 ({@code propose}). */
  public static final int RANK_SHARED = 0;

  public static final int RANK_OWNER = 2;
  public static final int RANK_ADMINISTRATOR = 3;

  /** In no account's name. */
  private static final String HOLDER_SEPARATOR = " ";

  private final Store store;
  private final Identity identity;
  private final Tickets tickets;
  private final Clocks clocks;

  private Access(Store store, Identity identity, Tickets tickets, Clocks clocks) {
    this.store = store;
    this.identity = identity;
    this.tickets = tickets;
    this.clocks = clocks;
  }

  /** Reads the keys for tokens from the store, or makes the first one. */
  public static Future<Access> open(
      Vertx vertx, Store store, Passwords passwords, Clocks clocks, AccessOptions options) {
    return Identity.open(vertx, store, passwords, clocks, options)
        .map(
            identity ->
                new Access(
                    store,
                    identity,
                    new Tickets(store.ephemera(), options.ticketLifeMs()),
                    clocks));
  }

  /** Goes by other figures from now on. */
  public void follow(AccessOptions options) {
    identity.follow(options);
    tickets.live(options.ticketLifeMs());
  }

  /** Logins, and the accounts behind them. */
  public Identity identity() {
    return identity;
  }

  /** See {@link Logins#signedIn(String)}. */
  public Future<Optional<SignedIn>> signedIn(String bearer) {
    return identity.logins().signedIn(bearer);
  }

  /** Whether that login still stands, and who it is now: for sockets that it has opened. */
  public Future<Optional<SignedIn>> signedIn(String account, String session) {
    return identity.logins().signedIn(account, session);
  }

  /** Ends with the login that it is of. */
  public Future<Ticket> issueTicket(SignedIn who) {
    String holder = who.user().name() + HOLDER_SEPARATOR + who.session();
    return tickets
        .issue(holder, clocks.monotonicMs().getAsLong())
        .map(ticket -> new Ticket(ticket, tickets.lifeS()));
  }

  /** Whose ticket it is; a second time it is nobody's. */
  public Future<Optional<SignedIn>> redeemTicket(String ticket) {
    return tickets.redeem(ticket).compose(this::holderOf);
  }

  private Future<Optional<SignedIn>> holderOf(Optional<String> holder) {
    if (holder.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String[] parts = holder.get().split(HOLDER_SEPARATOR, 2);
    return signedIn(parts[0], parts[1]);
  }

  /** Whether {@code key} is that robot's; never for a robot that isn't active. */
  public Future<Boolean> isRobotKey(String robotId, String key) {
    return store
        .robots()
        .robot(robotId)
        .map(
            entry -> {
              String hash = entry.map(RobotEntry::keyHash).orElse(RobotKeys.NO_HASH);
              boolean right = RobotKeys.matches(key, hash);
              return right && entry.isPresent() && entry.get().details().active();
            });
  }

  /** The robots that the user may at least watch, ordered by id. */
  public Future<List<Robot>> robotsOf(User user) {
    return store
        .robots()
        .robots()
        .map(
            all ->
                all.stream()
                    .filter(entry -> permissionFor(entry) != Permission.NONE)
                    .map(RobotEntry::robot)
                    .toList());
  }

  /** What {@code user} may do with that robot; one look at the store. */
  public Future<Standing> standing(User user, String robotId) {
    return store
        .robots()
        .robot(robotId)
        .map(
            entry ->
                new Standing(
                    entry.filter(Access::isActive).map(RobotEntry::robot),
                    entry.map(Access::permissionFor).orElse(Permission.NONE),
                    rank(user, entry)));
  }

  private static int rank(User user, Optional<RobotEntry> robot) {
    if (user.administrator()) {
      return RANK_ADMINISTRATOR;
    }
    boolean owns = robot.isPresent() && robot.get().owner().equals(user.name());
    return owns ? RANK_OWNER : RANK_SHARED;
  }

  /** The robot of that id, if it is registered and active. */
  public Future<Optional<Robot>> robot(String robotId) {
    return store
        .robots()
        .robot(robotId)
        .map(entry -> entry.filter(Access::isActive).map(RobotEntry::robot));
  }

  /** See {@link RobotStore#recordBoot}: empty is accepted, else the highest number seen. */
  public Future<OptionalLong> recordBoot(String robotId, long boot, long startId) {
    return store.robots().recordBoot(robotId, boot, startId);
  }

  /** See {@link Robots#add}. */
  public Future<Optional<RobotKey>> registerRobot(NewRobot wanted, Actor by) {
    return new Robots(store.robots()).add(wanted, by, clocks.wall().millis());
  }

  /** See {@link Store#onChanged}: what was known of that account or robot is to be asked anew. */
  public void onChanged(Consumer<Change> listener) {
    store.onChanged(listener);
  }

  /** Every account may drive every active robot of its node; sharing and bookings narrow it. */
  private static Permission permissionFor(RobotEntry entry) {
    return isActive(entry) ? Permission.DRIVE : Permission.NONE;
  }

  private static boolean isActive(RobotEntry entry) {
    return entry.details().active();
  }
}
