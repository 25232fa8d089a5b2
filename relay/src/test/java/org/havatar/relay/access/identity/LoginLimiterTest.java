package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class LoginLimiterTest {
  private static final long NOW_MS = 1_000_000;
  private final LoginLimiter limiter = new LoginLimiter();

  /** Of an account, unless it is nobody's. */
  private static LoginLimiter.Attempt of(String account, String address) {
    return new LoginLimiter.Attempt(account, !account.startsWith("nobody"), false, address);
  }

  private long attempt(String account, String address, long nowMs) {
    return limiter.attempt(of(account, address), nowMs);
  }

  private void useUpFreeAttempts(String account, String address) {
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertThat(attempt(account, address, NOW_MS)).isZero();
    }
  }

  @Test
  void afterTheFreeAttemptsOneHasToWait() {
    useUpFreeAttempts("ana", "a");
    assertThat(attempt("ana", "a", NOW_MS)).isEqualTo(LoginLimiter.FIRST_WAIT_MS);
  }

  @Test
  void theWaitIsOverExactlyWhenItWasSaid() {
    useUpFreeAttempts("ana", "a");
    long waitMs = attempt("ana", "a", NOW_MS);
    assertThat(attempt("ana", "a", NOW_MS + waitMs - 1)).isEqualTo(1);
    assertThat(attempt("ana", "a", NOW_MS + waitMs)).isZero();
  }

  @Test
  void everyFailureDoublesTheWaitUpToABound() {
    useUpFreeAttempts("ana", "a");
    long nowMs = NOW_MS;
    long expectedMs = LoginLimiter.FIRST_WAIT_MS;
    for (int i = 0; i < 14; i++) {
      assertThat(attempt("ana", "a", nowMs)).isEqualTo(expectedMs);
      nowMs += expectedMs;
      assertThat(attempt("ana", "a", nowMs)).isZero();
      expectedMs = Math.min(2 * expectedMs, LoginLimiter.LONGEST_WAIT_MS);
    }
    assertThat(expectedMs).isEqualTo(LoginLimiter.LONGEST_WAIT_MS);
  }

  @Test
  void nobodyIsLockedOutFromElsewhere() {
    useUpFreeAttempts("ana", "a");
    assertThat(attempt("ana", "b", NOW_MS)).isZero();
  }

  @Test
  void anAddressThatTriesManyAccountsHasToWaitToo() {
    for (int i = 0; i < LoginLimiter.FREE_PER_ADDRESS; i++) {
      assertThat(attempt("user" + i, "a", NOW_MS)).isZero();
    }
    assertThat(attempt("one more", "a", NOW_MS)).isPositive();
  }

  @Test
  void aSuccessStartsTheAccountAnew() {
    useUpFreeAttempts("ana", "a");
    limiter.succeeded(of("ana", "a"));
    useUpFreeAttempts("ana", "a");
  }

  @Test
  void aSuccessDoesNotForgiveTheAddressItsGuesses() {
    for (int i = 1; i < LoginLimiter.FREE_PER_ADDRESS; i++) {
      attempt("user" + i, "a", NOW_MS);
    }
    attempt("own account", "a", NOW_MS);
    limiter.succeeded(of("own account", "a"));
    assertThat(attempt("next", "a", NOW_MS)).isZero();
    assertThat(attempt("one more", "a", NOW_MS)).isPositive();
  }

  @Test
  void anUndecidedAttemptDoesNotCount() {
    for (int i = 0; i < 10 * LoginLimiter.FREE_PER_ADDRESS; i++) {
      assertThat(attempt("ana", "a", NOW_MS)).isZero();
      limiter.undecided(of("ana", "a"));
    }
  }

  @Test
  void failuresAreForgottenAfterAQuietTime() {
    useUpFreeAttempts("ana", "a");
    long laterMs = NOW_MS + LoginLimiter.FORGET_AFTER_MS;
    assertThat(attempt("ana", "a", laterMs)).isZero();
    assertThat(attempt("ana", "a", laterMs)).isZero();
  }

  @Test
  void refusedAttemptsPushNobodyElsesFailuresOut() {
    useUpFreeAttempts("ana", "a");
    for (int i = 0; i < 2 * LoginLimiter.MAX_ENTRIES; i++) {
      attempt("user" + i, "b", NOW_MS);
    }
    assertThat(attempt("ana", "a", NOW_MS)).isPositive();
  }

  @Test
  void inventedNamesPushNoCounterOfAnAccountOut() {
    useUpFreeAttempts("ana", "a");
    for (int i = 0; i < 10_000; i++) {
      attempt("nobody" + i, "stranger" + i, NOW_MS);
    }
    assertThat(attempt("ana", "a", NOW_MS)).isPositive();
  }

  @Test
  void inventedNamesKeepNobodyWaitingBehindTheirAddress() {
    for (int i = 0; i < LoginLimiter.FREE_OF_PACE; i++) {
      assertThat(attempt("nobody" + i, "a", NOW_MS)).isZero();
    }
    assertThat(attempt("ana", "a", NOW_MS))
        .as("what one address may have checked has a pace")
        .isEqualTo(LoginLimiter.FIRST_WAIT_MS);
    assertThat(attempt("ana", "a", NOW_MS + LoginLimiter.FIRST_WAIT_MS)).isZero();
  }

  @Test
  void aNameThatNobodyHasIsSlowedDownLikeAnAccount() {
    useUpFreeAttempts("nobody", "a");
    useUpFreeAttempts("ana", "b");
    assertThat(attempt("nobody", "a", NOW_MS)).isEqualTo(attempt("ana", "b", NOW_MS)).isPositive();
    for (int i = 0; i < LoginLimiter.FREE_FROM_ANYWHERE; i++) {
      attempt("nobody", "c" + i, NOW_MS);
      attempt("ana", "c" + i, NOW_MS);
    }
    assertThat(attempt("nobody", "d", NOW_MS)).isEqualTo(attempt("ana", "d", NOW_MS)).isPositive();
  }

  @Test
  void nobodyGuessesOnByWalkingAddressesOfOneSite() {
    assertThat(freeFrom(i -> "20010db800010000/64")).isEqualTo(LoginLimiter.FREE_PER_ACCOUNT);
    assertThat(freeFrom(i -> "20010db8000200%02x/64".formatted(i)))
        .as("addresses of one /56")
        .isEqualTo(2 * LoginLimiter.FREE_PER_ACCOUNT);
    assertThat(freeFrom(i -> "20010db80003%02x00/64".formatted(i)))
        .as("addresses of one /48")
        .isEqualTo(4 * LoginLimiter.FREE_PER_ACCOUNT);
  }

  /** How often one may guess ana's password before one has to wait. */
  private int freeFrom(IntFunction<String> address) {
    int free = 0;
    while (free < 256 && attempt("ana", address.apply(free), NOW_MS) == 0) {
      free++;
    }
    return free;
  }

  @Test
  void aSiteThatTriesManyAccountsHasToWaitToo() {
    int free = 0;
    while (free < 256
        && attempt("user" + free, "20010db80003%02x00/64".formatted(free), NOW_MS) == 0) {
      free++;
    }
    assertThat(free).isEqualTo(4 * LoginLimiter.FREE_PER_ADDRESS);
  }

  @Test
  void whatIsKeptHasABound() {
    for (int i = 0; i < 3 * LoginLimiter.MAX_ENTRIES; i++) {
      attempt("nobody" + i, "b" + i, NOW_MS);
      attempt("user" + i, "c" + i, NOW_MS);
    }
    assertThat(limiter.size()).isEqualTo(3 * LoginLimiter.MAX_ENTRIES);
  }
}
