package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an account needs besides its password: codes of an authenticator program, or recovery codes.
 *
 * @param secret of the authenticator, in base32; empty: there is none
 * @param confirmed whether its owner has shown that their program makes the right codes; until then
 *     nothing is asked of them
 * @param lastStep the last step whose code was used, so that each is good once
 * @param recoveryHashes of the recovery codes that are left
 */
public record SecondFactor(
    String secret, boolean confirmed, long lastStep, List<String> recoveryHashes) {
  static final SecondFactor NONE = new SecondFactor("", false, Long.MIN_VALUE, List.of());

  /** Being set up: nothing is asked yet. */
  static SecondFactor enrolling(String secret) {
    return new SecondFactor(secret, false, Long.MIN_VALUE, List.of());
  }

  boolean isEnrolling() {
    return !secret.isEmpty() && !confirmed;
  }

  /** Confirmed by its first code; empty when that is wrong. */
  Optional<SecondFactor> confirmedBy(String code, List<String> newRecoveryHashes, long nowMs) {
    return afterStep(code, nowMs)
        .map(used -> new SecondFactor(secret, true, used.lastStep, newRecoveryHashes));
  }

  /** As it is after the use of that code, of either kind; empty when it is wrong or used. */
  Optional<SecondFactor> using(String code, long nowMs) {
    Optional<SecondFactor> afterStep = afterStep(code, nowMs);
    return afterStep.isPresent() ? afterStep : usingRecovery(code);
  }

  private Optional<SecondFactor> afterStep(String code, long nowMs) {
    OptionalLong step = Totp.stepOf(code, Totp.bytes(secret), lastStep, nowMs);
    return step.isPresent()
        ? Optional.of(new SecondFactor(secret, confirmed, step.getAsLong(), recoveryHashes))
        : Optional.empty();
  }

  /** The same for recovery codes only. */
  Optional<SecondFactor> usingRecovery(String code) {
    String hash = recoveryHash(code);
    if (!recoveryHashes.contains(hash)) {
      return Optional.empty();
    }
    List<String> left = recoveryHashes.stream().filter(each -> !each.equals(hash)).toList();
    return Optional.of(new SecondFactor(secret, confirmed, lastStep, left));
  }

  /** Hyphens, spaces and capitals don't count. */
  static String recoveryHash(String code) {
    return Secrets.hash(code.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", ""));
  }

  /** Without secret and hashes: records end up in logs. */
  @Override
  public String toString() {
    return "SecondFactor[confirmed=" + confirmed + "]";
  }
}
