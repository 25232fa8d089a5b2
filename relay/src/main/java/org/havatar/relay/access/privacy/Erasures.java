package org.havatar.relay.access.privacy;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.bookings.BookingStore;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.privacy.ErasureOutcome.Erased;
import org.havatar.relay.access.privacy.ErasureOutcome.LastAdministrator;
import org.havatar.relay.access.privacy.ErasureOutcome.OwnsRobots;
import org.havatar.relay.access.privacy.ErasureOutcome.Unknown;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Sharing;

/**
 * Forgets accounts, in this order:
 *
 * <ol>
 *   <li>the account is marked with its pseudonym and disabled: its logins and sockets end, and
 *       every node hears that it is to forget the name
 *   <li>its bookings and waiting entries are cancelled
 *   <li>grants to it, links that it made and the grants of those end
 *   <li>its name in the command log becomes the pseudonym
 *   <li>its name in the audit log becomes the pseudonym
 *   <li>the account itself goes, so that from now on its name is anybody's
 * </ol>
 *
 * <p>Each step may be repeated, and the mark is the last to go: whatever a crash keeps from being
 * done, {@link #finish} does. Any thread; rules of {@code Access}.
 */
public final class Erasures {
  private static final int PSEUDONYM_BYTES = 8;

  private final SecureRandom random = new SecureRandom();
  private final Stores stores;
  private final Sharing sharing;
  private final InstantSource wall;
  private final Traces traces;

  /** Where the traces of an account are. */
  public record Stores(
      AccountStore accounts, RobotStore robots, BookingStore bookings, AuditStore audit) {}

  public Erasures(Stores stores, Sharing sharing, InstantSource wall, Traces traces) {
    this.stores = stores;
    this.sharing = sharing;
    this.wall = wall;
    this.traces = traces;
  }

  /** Forgets the account of that name. */
  public Future<ErasureOutcome> erase(String name, Actor by) {
    return ownedBy(name)
        .compose(
            owned ->
                owned.isEmpty()
                    ? mark(name, by).compose(marked -> goOn(name, by, marked))
                    : Future.succeededFuture(new OwnsRobots(owned)));
  }

  private Future<List<String>> ownedBy(String name) {
    return stores.robots.robots(
        entry ->
            entry.owner().equals(name) ? Optional.of(entry.robot().robotId()) : Optional.empty());
  }

  /** What the mark says. */
  private sealed interface Marked {
    record As(String pseudonym, boolean wasDisabled) implements Marked {}

    record Not(ErasureOutcome why) implements Marked {}
  }

  private Future<Marked> mark(String name, Actor by) {
    byte[] unique = new byte[PSEUDONYM_BYTES];
    random.nextBytes(unique);
    String pseudonym = "(erased-" + HexFormat.of().formatHex(unique) + ")";
    AuditEntry note = new AuditEntry(wall.millis(), by, "account.erase", name, "");
    return stores
        .accounts
        .activeAdministrators()
        .compose(
            all ->
                stores.accounts.decideBeside(
                    name,
                    all.stream().filter(each -> !each.equals(name)).toList(),
                    (account, others) -> marked(account, others, pseudonym, note)))
        .map(marked -> marked.orElse(new Marked.Not(new Unknown())));
  }

  private static Decision<Account, Marked> marked(
      Account account, List<Account> others, String pseudonym, AuditEntry note) {
    boolean isLast =
        account.isActiveAdministrator()
            && others.stream().noneMatch(Account::isActiveAdministrator);
    if (isLast) {
      return Decision.unchanged(new Marked.Not(new LastAdministrator()));
    }
    Account changed = account.beingErasedAs(pseudonym);
    return Decision.changed(changed, new Marked.As(changed.erasedAs(), account.disabled()), note);
  }

  private Future<ErasureOutcome> goOn(String name, Actor by, Marked marked) {
    return switch (marked) {
      case Marked.Not not -> Future.succeededFuture(not.why());
      case Marked.As as ->
          ownedBy(name) // what was given to it at the same instant
              .compose(
                  owned ->
                      owned.isEmpty()
                          ? forget(name, by, as.pseudonym()).map(done -> new Erased())
                          : keep(name, by, as.wasDisabled()).map(kept -> new OwnsRobots(owned)));
    };
  }

  private Future<?> keep(String name, Actor by, boolean asDisabled) {
    AuditEntry note =
        new AuditEntry(wall.millis(), by, "account.keep", name, "robots were given to it");
    return stores.accounts.decide(
        name, account -> Decision.changed(account.kept(asDisabled), true, note));
  }

  private Future<Boolean> forget(String name, Actor by, String pseudonym) {
    boolean isOwn = by.account().equals(name);
    Actor actor = isOwn ? new Actor(pseudonym, "") : by;
    AuditRevision revision = new AuditRevision.Erased(name, pseudonym);
    return stores
        .bookings
        .forget(name, by, wall.millis())
        .compose(done -> sharing.forget(name, pseudonym, by))
        .compose(done -> traces.erase(name, pseudonym))
        .compose(done -> stores.audit.revise(revision))
        .compose(
            done ->
                stores.accounts.remove(
                    name, new AuditEntry(wall.millis(), actor, "account.remove", pseudonym, "")));
  }

  /** Goes on with what was begun on whatever node, before a crash; tells how many were left. */
  public Future<Long> finish() {
    return stores
        .accounts
        .accounts(each -> each.isBeingErased() ? Optional.of(each) : Optional.empty())
        .compose(
            all -> {
              Future<Long> done = Future.succeededFuture(0L);
              for (Account each : all) {
                String name = each.user().name();
                done =
                    done.compose(
                        count ->
                            goOn(name, Actor.ITSELF, new Marked.As(each.erasedAs(), true))
                                .map(ignored -> count + 1));
              }
              return done;
            });
  }

  /**
   * The second time, for what was still under way when the account's logins ended: entries that
   * nodes gather before they write them.
   */
  public Future<Long> sweep(String name, String pseudonym) {
    return traces
        .erase(name, pseudonym)
        .compose(
            first ->
                stores
                    .audit
                    .revise(new AuditRevision.Erased(name, pseudonym))
                    .map(second -> first + second));
  }
}
