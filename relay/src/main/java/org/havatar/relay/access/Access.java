package org.havatar.relay.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.audit.AuditLog;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.identity.Identity;
import org.havatar.relay.access.identity.Logins;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.SignedIn;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.relay.access.identity.Tickets;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.privacy.Erasures;
import org.havatar.relay.access.privacy.Traces;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.KeptStops;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotOptions;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Sharing;

/**
 * Who somebody is and what they may do. Any thread; futures are heard on the caller's context and
 * fail with {@link Unavailable} when nobody can tell: then nobody is let in.
 */
public final class Access {
  /** In no account's name. */
  private static final String HOLDER_SEPARATOR = " ";

  private final Store store;
  private final Identity identity;
  private final Tickets tickets;
  private final Clocks clocks;
  private final Fleet fleet;
  private final Sharing sharing;
  private final KeyCustody robotKeys;
  private final KeptStops keptStops;
  private volatile RobotOptions robotOptions;
  private final Bookings bookings;
  private final Entitlements standings;

  private Access(Store store, Identity identity, Clocks clocks, AccessOptions options) {
    this.store = store;
    this.identity = identity;
    this.tickets = new Tickets(store.ephemera(), options.ticketLifeMs());
    this.clocks = clocks;
    this.robotOptions = options.robots();
    this.fleet = new Fleet(store.robots(), store.accounts(), clocks.wall(), () -> robotOptions);
    this.sharing = new Sharing(store.robots(), store.accounts(), clocks.wall());
    this.robotKeys = new KeyCustody(store.robots(), clocks.wall(), () -> robotOptions);
    this.keptStops = new KeptStops(store.robots());
    this.bookings = new Bookings(store.bookings(), clocks.wall(), BookingRules.USUAL);
    this.standings = new Entitlements(store.robots(), store.audit(), bookings);
  }

  /** Reads the keys for tokens from the store, or makes the first one. */
  public static Future<Access> open(
      Vertx vertx, Store store, Passwords passwords, Clocks clocks, AccessOptions options) {
    return Identity.open(
            vertx,
            new Identity.Stores(store.accounts(), store.audit(), store.ephemera()),
            passwords,
            clocks,
            options.identity())
        .map(identity -> new Access(store, identity, clocks, options));
  }

  /** Goes by other figures from now on. */
  public void follow(AccessOptions options) {
    identity.follow(options.identity());
    tickets.live(options.ticketLifeMs());
    robotOptions = options.robots();
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

  /** The robots that the user may at least know of, ordered by id. */
  public Future<List<Robot>> robotsOf(User user) {
    return fleet.robotsOf(user);
  }

  /** What {@code user} may do with that robot, now and in their next turns. */
  public Future<Entitlement> standing(User user, String robotId) {
    return standings.standing(user, robotId);
  }

  /** The same of an account by its name; nothing when there is no such account. */
  public Future<Entitlement> standingOf(String account, String robotId) {
    return store
        .accounts()
        .account(account)
        .compose(
            known ->
                known.isPresent() && !known.get().disabled()
                    ? standing(known.get().user(), robotId)
                    : Future.succeededFuture(Entitlement.NOBODY));
  }

  /**
   * The same for somebody who is about to watch or drive, or does. Their booking is then no
   * no-show; who passes somebody else's window by their rank is in the audit log, once for each
   * window.
   */
  public Future<Entitlement> enter(User user, String robotId) {
    return standings.enter(user, robotId);
  }

  /** See {@link Entitlements#hasActiveSession}. */
  public Future<Optional<ActiveSession>> hasActiveSession(User user, String robotType) {
    return standings.hasActiveSession(user, robotType);
  }

  /**
   * Who has which robot when. Who asks has made sure by {@link #standing} that they may drive it.
   */
  public Bookings bookings() {
    return bookings;
  }

  /** Who did what, for those who may know. */
  public AuditLog audit() {
    return new AuditLog(store.audit(), clocks.wall());
  }

  /** Forgets accounts. */
  public Erasures erasures(Traces traces) {
    return new Erasures(
        new Erasures.Stores(store.accounts(), store.robots(), store.bookings(), store.audit()),
        sharing,
        clocks.wall(),
        traces);
  }

  /** Which robots there are, and whose. */
  public Fleet fleet() {
    return fleet;
  }

  /** Whom owners let reach their robots. */
  public Sharing sharing() {
    return sharing;
  }

  public RobotOptions robotOptions() {
    return robotOptions;
  }

  /** What opens a robot's connection. */
  public KeyCustody robotKeys() {
    return robotKeys;
  }

  /** See {@link RobotStore#recordBoot}: empty is accepted, else the highest number seen. */
  public Future<OptionalLong> recordBoot(String robotId, long boot, long startId) {
    return store.robots().recordBoot(robotId, boot, startId);
  }

  /** Of older robots. */
  public KeptStops keptStops() {
    return keptStops;
  }

  /** See {@link Store#onChanged}: what was known of that account or robot is to be asked anew. */
  public void onChanged(Consumer<Change> listener) {
    store.onChanged(listener);
  }
}
