package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.Actor;

/** Port: accounts and what proves them. Rules of {@code access.Store}. */
public interface AccountStore {
  /** True when added, false when the name is taken. */
  Future<Boolean> add(Account account, Actor by, long nowMs);

  Future<Optional<Account>> account(String name);

  /**
   * What is wanted of all accounts, ordered by name. Goes through all that there are, outside event
   * loops.
   *
   * @param wanted empty: nothing of this one; on any thread
   */
  <T> Future<List<T>> accounts(Function<Account, Optional<T>> wanted);

  /** All accounts, ordered by name. */
  default Future<List<Account>> accounts() {
    return accounts(Optional::of);
  }

  /** Names of those who can administrate. */
  default Future<List<String>> activeAdministrators() {
    return accounts(
        each -> each.isActiveAdministrator() ? Optional.of(each.user().name()) : Optional.empty());
  }

  /**
   * Does to an account what {@code rule} says, as one step: nobody else changes it in between.
   * Empty when there is no such account.
   *
   * @param rule pure: it may be asked more than once
   */
  <T> Future<Optional<T>> decide(String name, Function<Account, Decision<Account, T>> rule);

  /** Whose authenticators know them by that handle. */
  Future<Optional<Account>> accountOfHandle(String userHandle);

  /**
   * The same as {@link #decide}; {@link #accountOfHandle} finds the account from now on if it then
   * has passkeys of that handle, and no longer if it has none.
   */
  <T> Future<Optional<T>> decideHandle(
      String name, String userHandle, Function<Account, Decision<Account, T>> rule);

  /**
   * The same, with a look at others that don't change in between either.
   *
   * @param beside their names; the rule is told those that there are
   */
  <T> Future<Optional<T>> decideBeside(String name, List<String> beside, RuleBeside<T> rule);

  /** Removes it and what only it has; false when there is none. */
  Future<Boolean> remove(String name, AuditEntry note);

  /** A pure rule about one account that looks at others. */
  interface RuleBeside<T> {
    Decision<Account, T> decide(Account account, List<Account> beside);
  }

  /**
   * The keys that sign tokens, after {@code change}, which is pure; it may leave them as they are.
   */
  Future<KeyRing> signingKeys(UnaryOperator<KeyRing> change);
}
