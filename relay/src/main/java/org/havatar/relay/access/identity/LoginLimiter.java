package org.havatar.relay.access.identity;

import java.util.List;
import org.havatar.relay.access.identity.FailureCounts.Bound;

/**
 * Slows guessing down: after some free failures the wait doubles with each one. Counted for
 * (account, address), so that nobody locks somebody else out from afar; for the account over all
 * addresses: that bound is short, and addresses from which the account has a login that stands are
 * spared; and for the address over all accounts.
 *
 * <p>Invented names are counted apart, in room of their own: they push no account's counter out and
 * keep nobody behind the same address waiting. They are let go on exactly as far as accounts are,
 * because a refusal that only they got would tell who has an account; what one address may have
 * checked at all has a pace.
 *
 * <p>An attempt counts as a failure from its beginning, so parallel ones don't slip through. In
 * memory, any thread, at most {@link #MAX_ENTRIES} entries of each kind.
 */
public final class LoginLimiter {
  static final int MAX_ENTRIES = 10_000;
  public static final int FREE_PER_ACCOUNT = 5;
  static final int FREE_PER_ADDRESS = 20;
  static final int FREE_FROM_ANYWHERE = 50;

  /** Failures of whatever names, after which an address may have one a second checked. */
  static final int FREE_OF_PACE = 100;

  public static final long FIRST_WAIT_MS = 1_000;
  static final long LONGEST_WAIT_MS = 300_000;
  static final long LONGEST_WAIT_FROM_ANYWHERE_MS = 8_000;
  static final long FORGET_AFTER_MS = 900_000;

  private static final Bound ANYWHERE =
      new Bound(FREE_FROM_ANYWHERE, LONGEST_WAIT_FROM_ANYWHERE_MS);
  private static final Bound OF_LOGIN = new Bound(FREE_PER_ACCOUNT, LONGEST_WAIT_MS);

  /** By width of the network, the narrowest first: twice as much for each. */
  private static final List<Bound> PER_ACCOUNT = wider(FREE_PER_ACCOUNT, LONGEST_WAIT_MS);

  private static final List<Bound> PER_ADDRESS = wider(FREE_PER_ADDRESS, LONGEST_WAIT_MS);
  private static final List<Bound> PACE = wider(FREE_OF_PACE, FIRST_WAIT_MS);

  /**
   * Who tries what.
   *
   * @param account name, lower case
   * @param isKnown whether there is such an account
   * @param isFamiliar whether it has a login that stands from that address
   * @param address see {@link Origin#group}
   */
  record Attempt(String account, boolean isKnown, boolean isFamiliar, String address) {
    List<String> networks() {
      return Networks.of(address);
    }
  }

  /** What is counted by name; there is one of accounts and one of invented names. */
  private static final class Named {
    final FailureCounts anywhere = new FailureCounts(MAX_ENTRIES);
    final FailureCounts byAddress = new FailureCounts(MAX_ENTRIES);
  }

  private final Named accounts = new Named();
  private final Named invented = new Named();
  private final FailureCounts addresses = new FailureCounts(MAX_ENTRIES); // accounts' failures only
  private final FailureCounts paces = new FailureCounts(MAX_ENTRIES);
  private final FailureCounts codes = new FailureCounts(MAX_ENTRIES);
  private final FailureCounts logins = new FailureCounts(MAX_ENTRIES);

  private static List<Bound> wider(int free, long longestWaitMs) {
    return List.of(
        new Bound(free, longestWaitMs),
        new Bound(2 * free, longestWaitMs),
        new Bound(4 * free, longestWaitMs));
  }

  /** 0: go ahead. Else refuse, and say to come back after that many milliseconds. */
  synchronized long attempt(Attempt attempt, long nowMs) {
    Named named = named(attempt);
    long waitMs =
        attempt.isFamiliar() ? 0 : named.anywhere.waitMs(attempt.account(), ANYWHERE, nowMs);
    List<String> networks = attempt.networks();
    for (int i = 0; i < networks.size(); i++) {
      String network = networks.get(i);
      String pair = pair(attempt.account(), network);
      waitMs = Math.max(waitMs, named.byAddress.waitMs(pair, PER_ACCOUNT.get(i), nowMs));
      waitMs = Math.max(waitMs, addresses.waitMs(network, PER_ADDRESS.get(i), nowMs));
      waitMs = Math.max(waitMs, paces.waitMs(network, PACE.get(i), nowMs));
    }
    if (waitMs == 0) { // a refused attempt leaves no trace, so nobody can push others out with them
      count(attempt, nowMs);
    }
    return waitMs;
  }

  private void count(Attempt attempt, long nowMs) {
    Named named = named(attempt);
    named.anywhere.count(attempt.account(), nowMs);
    for (String network : attempt.networks()) {
      named.byAddress.count(pair(attempt.account(), network), nowMs);
      paces.count(network, nowMs);
      if (attempt.isKnown()) {
        addresses.count(network, nowMs);
      }
    }
  }

  /** The attempt was no failure: the account starts anew, the address gets its one back. */
  synchronized void succeeded(Attempt attempt) {
    undecided(attempt);
    named(attempt).byAddress.forget(pair(attempt.account(), attempt.address()));
  }

  /** The attempt came to nothing (the node was busy): it doesn't count. */
  synchronized void undecided(Attempt attempt) {
    Named named = named(attempt);
    named.anywhere.takeBack(attempt.account());
    for (String network : attempt.networks()) {
      named.byAddress.takeBack(pair(attempt.account(), network));
      paces.takeBack(network);
      if (attempt.isKnown()) {
        addresses.takeBack(network);
      }
    }
  }

  private Named named(Attempt attempt) {
    return attempt.isKnown() ? accounts : invented;
  }

  /** The same for a code after the right password, which is counted apart from passwords. */
  synchronized long code(String account, String address, long nowMs) {
    List<String> networks = Networks.of(address);
    long waitMs = 0;
    for (int i = 0; i < networks.size(); i++) {
      String pair = pair(account, networks.get(i));
      waitMs = Math.max(waitMs, codes.waitMs(pair, PER_ACCOUNT.get(i), nowMs));
    }
    if (waitMs == 0) {
      networks.forEach(network -> codes.count(pair(account, network), nowMs));
    }
    return waitMs;
  }

  /** The code was right. */
  synchronized void codeSucceeded(String account, String address) {
    codeUndecided(account, address);
    codes.forget(pair(account, address));
  }

  /** Nobody looked at the code. */
  synchronized void codeUndecided(String account, String address) {
    Networks.of(address).forEach(network -> codes.takeBack(pair(account, network)));
  }

  /**
   * The same for a login that stands and proves itself once more: only its own failures count, so
   * that nobody else's keep its owner from that.
   */
  synchronized long ofLogin(String login, long nowMs) {
    long waitMs = logins.waitMs(login, OF_LOGIN, nowMs);
    if (waitMs == 0) {
      logins.count(login, nowMs);
    }
    return waitMs;
  }

  synchronized void ofLoginSucceeded(String login) {
    logins.forget(login);
  }

  synchronized void ofLoginUndecided(String login) {
    logins.takeBack(login);
  }

  /** How much is kept of accounts and of invented names, for tests. */
  synchronized int size() {
    return accounts.byAddress.size() + invented.byAddress.size() + paces.size();
  }

  private static String pair(String account, String network) {
    return network + ' ' + account;
  }
}
