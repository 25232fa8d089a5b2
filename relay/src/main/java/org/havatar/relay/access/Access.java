package org.havatar.relay.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.LoginLimiter;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.relay.access.identity.Tickets;
import org.havatar.relay.access.identity.Tokens;
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

  public static final int RANK_BOOKED = 1;
  public static final int RANK_OWNER = 2;
  public static final int RANK_ADMINISTRATOR = 3;
  private static final int SIGNING_KEY_BYTES = 32;

  private final LoginLimiter limiter = new LoginLimiter();
  private final Store store;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Tickets tickets;
  private final Clocks clocks;
  private final Bookings bookings;
  private final Entrances entrances;

  Access(Store store, Passwords passwords, Tokens tokens, Tickets tickets, Clocks clocks) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.tickets = tickets;
    this.clocks = clocks;
    this.bookings = new Bookings(store.bookings(), clocks.wall(), BookingRules.USUAL);
    this.entrances = new Entrances(store.audit(), bookings);
  }

  /** Reads the key for tokens from the store, or makes one at the first start. */
  public static Future<Access> open(
      Vertx vertx, Store store, Passwords passwords, Clocks clocks, AccessOptions options) {
    byte[] candidate = new byte[SIGNING_KEY_BYTES];
    new SecureRandom().nextBytes(candidate);
    return store
        .accounts()
        .signingKey(Base64.getUrlEncoder().withoutPadding().encodeToString(candidate))
        .map(
            key ->
                new Access(
                    store,
                    passwords,
                    new Tokens(vertx, key, clocks.wall(), options.tokenLifeS()),
                    new Tickets(options.ticketLifeMs()),
                    clocks));
  }

  /** Other lives of tokens and tickets from now on. */
  public void follow(AccessOptions options) {
    tokens.live(options.tokenLifeS());
    tickets.live(options.ticketLifeMs());
  }

  /**
   * Checks a password. Unknown accounts take as long and get the same answer as wrong passwords.
   *
   * @param address whence, for slowing guesses down
   */
  public Future<LoginOutcome> login(String userName, String password, String address) {
    String name = Names.userName(userName);
    long waitMs = limiter.attempt(name, address, clocks.monotonicMs().getAsLong());
    if (waitMs > 0) {
      return Future.succeededFuture(new LoginOutcome.Wait(waitMs));
    }
    return store
        .accounts()
        .account(name)
        .compose(account -> isRight(account, password))
        .map(right -> outcome(right, name, address))
        .recover(
            cause -> {
              limiter.undecided(name, address);
              return cause instanceof Unavailable
                  ? Future.succeededFuture(new LoginOutcome.Busy())
                  : Future.failedFuture(cause);
            });
  }

  private Future<Boolean> isRight(Optional<Account> account, String password) {
    return account.isPresent()
        ? passwords.verify(password, account.get().passwordHash())
        : passwords.verifyNobody(password);
  }

  private LoginOutcome outcome(boolean right, String name, String address) {
    if (!right) {
      return new LoginOutcome.Denied();
    }
    limiter.succeeded(name, address);
    return new LoginOutcome.Accepted(tokens.issue(name), tokens.lifeS());
  }

  public Ticket issueTicket(User user) {
    String ticket = tickets.issue(user.name(), clocks.monotonicMs().getAsLong());
    return new Ticket(ticket, tickets.lifeS());
  }

  /** Whose ticket it is; a second time it is nobody's. */
  public Future<Optional<User>> redeemTicket(String ticket) {
    return userNamed(tickets.redeem(ticket, clocks.monotonicMs().getAsLong()));
  }

  /** Whose token it is. What he may do comes from the store, not from the token. */
  public Future<Optional<User>> userOfToken(String bearer) {
    return tokens.userName(bearer).compose(this::userNamed);
  }

  private Future<Optional<User>> userNamed(Optional<String> name) {
    return name.isPresent()
        ? store.accounts().account(name.get()).map(account -> account.map(Account::user))
        : Future.succeededFuture(Optional.empty());
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

  /** What {@code user} may do with that robot, now and in his next turns. */
  public Future<Standing> standing(User user, String robotId) {
    return store
        .robots()
        .robot(robotId)
        .compose(
            entry ->
                entry.isPresent() && isActive(entry.get())
                    ? standing(user, entry.get())
                    : Future.succeededFuture(Standing.NOBODY));
  }

  /** The same of an account by its name; nothing when there is no such account. */
  public Future<Standing> standingOf(String account, String robotId) {
    return userNamed(Optional.of(account))
        .compose(
            user ->
                user.isPresent()
                    ? standing(user.get(), robotId)
                    : Future.succeededFuture(Standing.NOBODY));
  }

  private Future<Standing> standing(User user, RobotEntry entry) {
    Permission permission = permissionFor(entry);
    int rank = rank(user, Optional.of(entry));
    Optional<Robot> robot = Optional.of(entry.robot());
    if (permission != Permission.DRIVE || rank > RANK_BOOKED) {
      return Future.succeededFuture(Standing.always(robot, permission, rank));
    }
    boolean required = false; // SEAM: entry.reach().bookingRequired()
    Permission outside = required ? Permission.NONE : Permission.WATCH;
    return bookings
        .calendar(entry.robot().robotId())
        .map(
            calendar ->
                new Standing(
                    robot,
                    permission,
                    rank,
                    outside,
                    calendar.turns(user.name(), required, bookings.nowMs())));
  }

  /**
   * The same for somebody who is about to watch or drive, or does. His booking is then no no-show;
   * who passes somebody else's window by his rank is in the audit log, once for each window.
   */
  public Future<Standing> enter(User user, String robotId) {
    return standing(user, robotId)
        .onSuccess(standing -> entrances.onEntered(user, robotId, standing));
  }

  /** Who has which robot when. Who asks has made sure by {@link #standing} that he may drive it. */
  public Bookings bookings() {
    return bookings;
  }

  /**
   * Whether {@code user} may drive a robot of that type at this moment, and until when.
   *
   * @return the robot with the turn; of several one that he has booked
   */
  public Future<Optional<ActiveSession>> hasActiveSession(User user, String robotType) {
    return store
        .robots()
        .robots()
        .compose(
            all -> {
              List<Future<Optional<ActiveSession>>> each =
                  all.stream()
                      .filter(entry -> isActive(entry) && entry.robot().type().equals(robotType))
                      .map(entry -> standing(user, entry).map(this::active))
                      .toList();
              return Future.all(each).map(done -> each);
            })
        .map(
            each ->
                each.stream()
                    .flatMap(answer -> answer.result().stream())
                    .max(Comparator.comparing(ActiveSession::booked)));
  }

  private Optional<ActiveSession> active(Standing standing) {
    return standing
        .turn(bookings.nowMs())
        .flatMap(
            turn ->
                standing
                    .robot()
                    .map(robot -> new ActiveSession(robot, turn.booked(), standing.endMs(turn))));
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
