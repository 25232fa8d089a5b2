package org.havatar.relay.access.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.people.User;

/**
 * An account as the store keeps it.
 *
 * @param sessions its logins
 * @param passkeys each of them is enough to log in, without password and code
 * @param zone in which its owner wants to read times, such as {@code Europe/Bucharest}
 * @param guard what it keeps against guessing
 * @param erasedAs the pseudonym that stands for it from now on while it is being erased; else empty
 */
public record Account(
    User user,
    Password password,
    boolean disabled,
    SecondFactor second,
    List<LoginSession> sessions,
    String zone,
    List<Passkey> passkeys,
    String erasedAs,
    Guard guard) {
  /** The login used longest ago ends when there would be more. */
  public static final int MOST_SESSIONS = 32;

  public static final int MOST_PASSKEYS = 8;

  /**
   * What is kept of a password.
   *
   * @param hash in PHC string format
   * @param oneTime whether it is only good for choosing another one
   * @param untilMs epoch milliseconds; from then on it is good for nothing
   */
  public record Password(String hash, boolean oneTime, long untilMs) {
    /** For which a one-time password is good: whoever gets it is told of it the same day. */
    static final long ONE_TIME_MS = 24 * 3_600_000L;

    /** One that its owner has chosen. */
    static Password chosen(String hash) {
      return new Password(hash, false, Long.MAX_VALUE);
    }

    static Password oneTime(String hash, long nowMs) {
      return new Password(hash, true, nowMs + ONE_TIME_MS);
    }

    /** Without the hash: records end up in logs. */
    @Override
    public String toString() {
      return "Password[oneTime=" + oneTime + "]";
    }
  }

  /** A new account. */
  public Account(User user, String passwordHash) {
    this(
        user,
        Password.chosen(passwordHash),
        false,
        SecondFactor.NONE,
        List.of(),
        "UTC",
        List.of(),
        "",
        Guard.NONE);
  }

  public Account with(User changed) {
    return new Account(
        changed, password, disabled, second, sessions, zone, passkeys, erasedAs, guard);
  }

  /** With another password, and only the login {@code kept}, if any; all guessing is void. */
  Account with(Password changed, String kept) {
    List<LoginSession> left = sessions.stream().filter(each -> each.id().equals(kept)).toList();
    return new Account(user, changed, disabled, second, left, zone, passkeys, erasedAs, Guard.NONE);
  }

  Account with(SecondFactor changed) {
    return new Account(
        user, password, disabled, changed, sessions, zone, passkeys, erasedAs, guard);
  }

  Account inZone(String changed) {
    return new Account(
        user, password, disabled, second, sessions, changed, passkeys, erasedAs, guard);
  }

  Account with(Guard changed) {
    return new Account(
        user, password, disabled, second, sessions, zone, passkeys, erasedAs, changed);
  }

  /** A disabled account has no logins, and no browser that it knows. */
  Account disabled(boolean whether) {
    return new Account(
        user,
        password,
        whether,
        second,
        whether ? List.of() : sessions,
        zone,
        passkeys,
        erasedAs,
        whether ? guard.withoutBrowsers() : guard);
  }

  public boolean isBeingErased() {
    return !erasedAs.isEmpty();
  }

  /** Nobody comes in any more, and nobody can undo it; a pseudonym that was chosen stays. */
  public Account beingErasedAs(String pseudonym) {
    String chosen = isBeingErased() ? erasedAs : pseudonym;
    return new Account(
        user, password, true, second, List.of(), zone, List.of(), chosen, Guard.NONE);
  }

  /** It stays after all, as an account that is disabled or not. */
  public Account kept(boolean asDisabled) {
    return new Account(user, password, asDisabled, second, sessions, zone, passkeys, "", guard);
  }

  private Account withSessions(List<LoginSession> changed) {
    return new Account(
        user, password, disabled, second, List.copyOf(changed), zone, passkeys, erasedAs, guard);
  }

  /** With one login more; those that are over go. */
  Account with(LoginSession begun, LoginPolicy policy, long nowMs) {
    List<LoginSession> kept = new ArrayList<>(List.of(begun));
    sessions.stream()
        .filter(each -> each.stands(policy, nowMs) && !each.id().equals(begun.id()))
        .sorted(Comparator.comparingLong(LoginSession::usedMs).reversed())
        .limit(MOST_SESSIONS - 1)
        .forEach(kept::add);
    return withSessions(kept);
  }

  Account with(List<Passkey> changed) {
    return new Account(
        user, password, disabled, second, sessions, zone, List.copyOf(changed), erasedAs, guard);
  }

  Optional<Passkey> passkey(String id) {
    return passkeys.stream().filter(each -> each.proof().id().equals(id)).findFirst();
  }

  public boolean isKnownAs(String userHandle) {
    return passkeys.stream().anyMatch(each -> each.proof().userHandle().equals(userHandle));
  }

  /** What names this account to authenticators, and to nobody else; empty without passkeys. */
  Optional<String> userHandle() {
    return passkeys.stream().map(each -> each.proof().userHandle()).findFirst();
  }

  /** That login as it is from now on. */
  Account refreshed(LoginSession changed) {
    return withSessions(
        sessions.stream().map(each -> each.id().equals(changed.id()) ? changed : each).toList());
  }

  /** That login has just been proven once more; nothing changes when it is not there any more. */
  Account provenIn(String session, long nowMs) {
    return withSessions(
        sessions.stream()
            .map(each -> each.id().equals(session) ? each.provenAt(nowMs) : each)
            .toList());
  }

  /** Without logins, or with that one only; no browser is known any more. */
  Account loggedOutBut(String kept) {
    return withSessions(sessions.stream().filter(each -> each.id().equals(kept)).toList())
        .with(guard.withoutBrowsers());
  }

  /**
   * Whether it needs a second factor and has none: then it has no right but to set one up, by
   * whatever login, also one that began before the need did.
   */
  boolean lacksFactor(LoginPolicy policy) {
    return policy.needsTotp(user.role()) && !second.confirmed() && passkeys.isEmpty();
  }

  Account withoutSession(String id) {
    return withSessions(sessions.stream().filter(each -> !each.id().equals(id)).toList());
  }

  /** That login, if it still stands. */
  Optional<LoginSession> session(String id, LoginPolicy policy, long nowMs) {
    return disabled
        ? Optional.empty()
        : sessions.stream()
            .filter(each -> each.id().equals(id) && each.stands(policy, nowMs))
            .findFirst();
  }

  /** Its logins that stand, the last used first. */
  public List<LoginSession> standing(LoginPolicy policy, long nowMs) {
    return sessions.stream()
        .filter(each -> !disabled && each.stands(policy, nowMs))
        .sorted(Comparator.comparingLong(LoginSession::usedMs).reversed())
        .toList();
  }

  public boolean isActiveAdministrator() {
    return user.administrator() && !disabled;
  }

  /** Changes with each password: what was begun with another one can't be gone on with. */
  String fingerprint() {
    return Secrets.hash(password.hash()).substring(0, 16);
  }

  /** Without the hash: records end up in logs. */
  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
