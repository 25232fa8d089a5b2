package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;

/** What administrators do with accounts. Needs no event loop: also used by the command line. */
public final class Accounts {
  /** The account that a store without accounts gets. */
  public static final String FIRST = "admin";

  private static final int ONE_TIME_GROUPS = 4;

  private final SecureRandom random = new SecureRandom();
  private final AccountStore store;
  private final Passwords passwords;

  public Accounts(AccountStore store, Passwords passwords) {
    this.store = store;
    this.passwords = passwords;
  }

  /**
   * True when added, false when the name is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Boolean> add(User user, String password, Actor by, long nowMs) {
    checkTexts(user);
    PasswordRules.faultOf(password, user.name()).ifPresent(Accounts::refuse);
    return passwords.hash(password).compose(hash -> store.add(new Account(user, hash), by, nowMs));
  }

  /**
   * The password that its owner has to change at their first login; empty when the name is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Optional<String>> add(User user, Actor by, long nowMs) {
    checkTexts(user);
    String oneTime = Secrets.createReadable(random, ONE_TIME_GROUPS);
    return passwords
        .hash(oneTime)
        .map(hash -> new Account(user, hash).with(Account.Password.oneTime(hash, nowMs), ""))
        .compose(account -> store.add(account, by, nowMs))
        .map(added -> added ? Optional.of(oneTime) : Optional.empty());
  }

  /** An administrator for a store that has no accounts; its one-time password, or empty. */
  public Future<Optional<String>> addFirst(long nowMs) {
    return store
        .accounts()
        .compose(
            known ->
                known.isEmpty()
                    ? add(new User(FIRST, "Administrator", Role.ADMINISTRATOR), Actor.ITSELF, nowMs)
                    : Future.succeededFuture(Optional.empty()));
  }

  private static void checkTexts(User user) {
    Names.faultOfUserName(user.name()).ifPresent(Accounts::refuse);
    Names.faultOfText(user.displayName()).ifPresent(Accounts::refuse);
  }

  private static void refuse(String sentence) {
    throw new IllegalArgumentException(sentence);
  }

  /** The pseudonym of an account that is being erased; empty for all others. */
  public Future<Optional<String>> erasedAs(String name) {
    return store
        .account(name)
        .map(known -> known.filter(Account::isBeingErased).map(Account::erasedAs));
  }

  /** All of them, ordered by name. */
  public Future<List<Account>> all() {
    return store.accounts();
  }

  /** What is to be another way; empty: as it is. */
  public record Wish(
      Optional<String> displayName, Optional<Role> role, Optional<Boolean> disabled) {
    Account granted(Account account) {
      User old = account.user();
      User user =
          new User(old.name(), displayName.orElse(old.displayName()), role.orElse(old.role()));
      Account changed = account.with(user).disabled(disabled.orElse(account.disabled()));
      // A login of before has proved what a user needs, not what an administrator does.
      boolean promoted = user.administrator() && !old.administrator();
      return promoted ? changed.loggedOutBut("") : changed;
    }
  }

  /** What became of a wish. */
  public sealed interface ChangeOutcome {
    record Changed(Account account) implements ChangeOutcome {}

    record Unknown() implements ChangeOutcome {}

    /** Nobody could administrate any more. */
    record LastAdministrator() implements ChangeOutcome {}
  }

  /** Disabling an account, or making it an administrator's, ends its logins, with their sockets. */
  public Future<ChangeOutcome> change(String name, Wish wish, Actor by, long nowMs) {
    return store
        .activeAdministrators()
        .compose(
            all ->
                store.decideBeside(
                    name,
                    all.stream().filter(each -> !each.equals(name)).toList(),
                    (account, others) -> decide(account, others, wish, by, nowMs)))
        .map(outcome -> outcome.orElse(new ChangeOutcome.Unknown()));
  }

  private static Decision<Account, ChangeOutcome> decide(
      Account account, List<Account> others, Wish wish, Actor by, long nowMs) {
    if (account.isBeingErased()) {
      return Decision.unchanged(new ChangeOutcome.Unknown());
    }
    Account changed = wish.granted(account);
    boolean leavesNobody =
        account.isActiveAdministrator()
            && !changed.isActiveAdministrator()
            && others.stream().noneMatch(Account::isActiveAdministrator);
    if (leavesNobody) {
      return Decision.unchanged(new ChangeOutcome.LastAdministrator());
    }
    String name = account.user().name();
    String detail =
        "role %s, %s"
            .formatted(
                changed.user().role().wireName(), changed.disabled() ? "disabled" : "enabled");
    String action =
        changed.disabled() == account.disabled()
            ? "account.change"
            : changed.disabled() ? "account.disable" : "account.enable";
    return Decision.changed(
        changed,
        new ChangeOutcome.Changed(changed),
        new AuditEntry(nowMs, by, action, name, detail));
  }

  /**
   * A one-time password instead of the forgotten one; all logins end. Empty when there is no such
   * account.
   *
   * @param secondFactorToo whether its authenticator, recovery codes and passkeys are lost, too
   */
  public Future<Optional<String>> reset(
      String name, boolean secondFactorToo, Actor by, long nowMs) {
    String oneTime = Secrets.createReadable(random, ONE_TIME_GROUPS);
    String detail = secondFactorToo ? "password, second factor and passkeys" : "password";
    AuditEntry note = new AuditEntry(nowMs, by, "account.reset", name, detail);
    return passwords
        .hash(oneTime)
        .compose(
            hash ->
                store.decide(
                    name,
                    account -> {
                      Account changed = account.with(Account.Password.oneTime(hash, nowMs), "");
                      return Decision.changed(
                          secondFactorToo
                              ? changed.with(SecondFactor.NONE).with(List.of())
                              : changed,
                          oneTime,
                          note);
                    }));
  }
}
