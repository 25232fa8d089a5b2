package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoginLimiterTest {
  private static final long NOW_MS = 1_000_000;
  private final LoginLimiter limiter = new LoginLimiter();

  private void useUpFreeAttempts(String account, String address) {
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertThat(limiter.attempt(account, address, false, NOW_MS)).isZero();
    }
  }

  @Test
  void afterTheFreeAttemptsOneHasToWait() {
    useUpFreeAttempts("ana", "a");
    assertThat(limiter.attempt("ana", "a", false, NOW_MS)).isEqualTo(LoginLimiter.FIRST_WAIT_MS);
  }

  @Test
  void theWaitIsOverExactlyWhenItWasSaid() {
    useUpFreeAttempts("ana", "a");
    long waitMs = limiter.attempt("ana", "a", false, NOW_MS);
    assertThat(limiter.attempt("ana", "a", false, NOW_MS + waitMs - 1)).isEqualTo(1);
    assertThat(limiter.attempt("ana", "a", false, NOW_MS + waitMs)).isZero();
  }

  @Test
  void everyFailureDoublesTheWaitUpToABound() {
    useUpFreeAttempts("ana", "a");
    long nowMs = NOW_MS;
    long expectedMs = LoginLimiter.FIRST_WAIT_MS;
    for (int i = 0; i < 14; i++) {
      assertThat(limiter.attempt("ana", "a", false, nowMs)).isEqualTo(expectedMs);
      nowMs += expectedMs;
      assertThat(limiter.attempt("ana", "a", false, nowMs)).isZero();
      expectedMs = Math.min(2 * expectedMs, LoginLimiter.LONGEST_WAIT_MS);
    }
    assertThat(expectedMs).isEqualTo(LoginLimiter.LONGEST_WAIT_MS);
  }

  @Test
  void nobodyIsLockedOutFromElsewhere() {
    useUpFreeAttempts("ana", "a");
    assertThat(limiter.attempt("ana", "b", false, NOW_MS)).isZero();
  }

  @Test
  void anAddressThatTriesManyAccountsHasToWaitToo() {
    for (int i = 0; i < LoginLimiter.FREE_PER_ADDRESS; i++) {
      assertThat(limiter.attempt("user" + i, "a", false, NOW_MS)).isZero();
    }
    assertThat(limiter.attempt("one more", "a", false, NOW_MS)).isPositive();
  }

  @Test
  void aSuccessStartsTheAccountAnew() {
    useUpFreeAttempts("ana", "a");
    limiter.succeeded("ana", "a");
    useUpFreeAttempts("ana", "a");
  }

  @Test
  void aSuccessDoesNotForgiveTheAddressItsGuesses() {
    for (int i = 1; i < LoginLimiter.FREE_PER_ADDRESS; i++) {
      limiter.attempt("user" + i, "a", false, NOW_MS);
    }
    limiter.attempt("own account", "a", false, NOW_MS);
    limiter.succeeded("own account", "a");
    assertThat(limiter.attempt("next", "a", false, NOW_MS)).isZero();
    assertThat(limiter.attempt("one more", "a", false, NOW_MS)).isPositive();
  }

  @Test
  void anUndecidedAttemptDoesNotCount() {
    for (int i = 0; i < 10 * LoginLimiter.FREE_PER_ADDRESS; i++) {
      assertThat(limiter.attempt("ana", "a", false, NOW_MS)).isZero();
      limiter.undecided("ana", "a");
    }
  }

  @Test
  void failuresAreForgottenAfterAQuietTime() {
    useUpFreeAttempts("ana", "a");
    long laterMs = NOW_MS + LoginLimiter.FORGET_AFTER_MS;
    assertThat(limiter.attempt("ana", "a", false, laterMs)).isZero();
    assertThat(limiter.attempt("ana", "a", false, laterMs)).isZero();
  }

  @Test
  void refusedAttemptsPushNobodyElsesFailuresOut() {
    useUpFreeAttempts("ana", "a");
    for (int i = 0; i < 2 * LoginLimiter.MAX_ENTRIES; i++) {
      limiter.attempt("user" + i, "b", false, NOW_MS);
    }
    assertThat(limiter.attempt("ana", "a", false, NOW_MS)).isPositive();
  }
}
