package org.havatar.relay.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.LoginLimiter;
import org.havatar.relay.access.identity.LoginOutcome;
import org.havatar.relay.access.identity.Passwords;
import org.havatar.relay.access.identity.Ticket;
import org.havatar.relay.access.identity.Tickets;
import org.havatar.relay.access.identity.Tokens;
import org.havatar.relay.access.robots.Fleet;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.access.robots.Robot;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotOptions;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Sharing;

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
  private final Fleet fleet;
  private final Sharing sharing;
  private final KeyCustody robotKeys;
  private volatile RobotOptions robotOptions = RobotOptions.DEFAULT;

  Access(Store store, Passwords passwords, Tokens tokens, Tickets tickets, Clocks clocks) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.tickets = tickets;
    this.clocks = clocks;
    this.fleet = new Fleet(store, clocks.wall(), () -> robotOptions);
    this.sharing = new Sharing(store, clocks.wall());
    this.robotKeys = new KeyCustody(store, clocks.wall(), () -> robotOptions);
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
            key -> {
              Access access =
                  new Access(
                      store,
                      passwords,
                      new Tokens(vertx, key, clocks.wall(), options.tokenLifeS()),
                      new Tickets(store.ephemera(), options.ticketLifeMs()),
                      clocks);
              access.robotOptions = options.robots();
              return access;
            });
  }

  /** Other figures from now on. */
  public void follow(AccessOptions options) {
    tokens.live(options.tokenLifeS());
    tickets.live(options.ticketLifeMs());
    robotOptions = options.robots();
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

  public Future<Ticket> issueTicket(User user) {
    return tickets
        .issue(user.name(), clocks.monotonicMs().getAsLong())
        .map(ticket -> new Ticket(ticket, tickets.lifeS()));
  }

  /** Whose ticket it is; a second time it is nobody's. */
  public Future<Optional<User>> redeemTicket(String ticket) {
    return tickets.redeem(ticket).compose(this::userNamed);
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

  /** The robots that the user may at least know of, ordered by id. */
  public Future<List<Robot>> robotsOf(User user) {
    return fleet.robotsOf(user);
  }

  /** What {@code user} may do with that robot; one look at the store. */
  public Future<Standing> standing(User user, String robotId) {
    return fleet.standing(user, robotId);
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

  /** See {@link Store#onChanged}: what was known of that account or robot is to be asked anew. */
  public void onChanged(Consumer<Change> listener) {
    store.onChanged(listener);
  }

  private static boolean isActive(RobotEntry entry) {
    return entry.details().active();
  }
}
