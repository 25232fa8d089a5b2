package org.havatar.relay.access.identity;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;

/**
 * One login of an account, on one device, from the password until it is ended. Times in epoch
 * milliseconds.
 *
 * @param id names it to its owner and in tokens; proves nothing
 * @param provenMs when its owner last showed all that a login needs; 0: not known
 * @param familyHash of what all its refresh tokens have in common
 * @param currentHash of the refresh token that is good
 * @param former those whose answers may be lost, of the last {@link #GRACE_MS}
 */
public record LoginSession(
    String id,
    long createdMs,
    long usedMs,
    long provenMs,
    String familyHash,
    String currentHash,
    List<Former> former,
    Origin origin) {
  /** So long after a proof it may do what gives rights away or can't be undone. */
  public static final long PROOF_MS = 5 * 60_000;

  /** So long a refresh token that was used works again: its answer may have been lost. */
  static final long GRACE_MS = 10_000;

  private static final int MOST_FORMER = 8;

  /** A refresh token that was used. */
  public record Former(String hash, long usedMs) {}

  /** What a refresh token is to this login. */
  enum Proof {
    CURRENT,
    /** Used, but so lately and from where it belongs that its answer may have been lost. */
    REPEATED,
    /** Used before: somebody else has it. */
    STOLEN,
    /** Not of this login. */
    FOREIGN
  }

  static LoginSession begin(RefreshToken token, Origin origin, long nowMs) {
    return new LoginSession(
        token.session(),
        nowMs,
        nowMs,
        nowMs,
        Secrets.hash(token.family()),
        Secrets.hash(token.secret()),
        List.of(),
        origin);
  }

  /** When it is over unless it is refreshed. */
  public long endsMs(LoginPolicy policy) {
    return Math.min(usedMs + policy.idleMs(), createdMs + policy.absoluteMs());
  }

  /** Its owner has just shown once more that it is them. */
  LoginSession provenAt(long nowMs) {
    return new LoginSession(id, createdMs, usedMs, nowMs, familyHash, currentHash, former, origin);
  }

  /** Whether the proof is fresh; a clock that was set back makes none fresh. */
  boolean isProven(long nowMs) {
    return nowMs >= provenMs && nowMs - provenMs < PROOF_MS;
  }

  boolean stands(LoginPolicy policy, long nowMs) {
    return nowMs < endsMs(policy);
  }

  Proof judge(RefreshToken token, String group, long nowMs) {
    if (!Secrets.matches(token.family(), familyHash)) {
      return Proof.FOREIGN;
    }
    if (Secrets.matches(token.secret(), currentHash)) {
      return Proof.CURRENT;
    }
    boolean late =
        former.stream()
            .noneMatch(
                each ->
                    nowMs - each.usedMs() < GRACE_MS
                        && Secrets.matches(token.secret(), each.hash()));
    return late || !origin.group().equals(group) ? Proof.STOLEN : Proof.REPEATED;
  }

  /**
   * From now on {@code next} is good. Whoever showed the current token has had its answer, so what
   * was good before it comes from somebody else now, however soon; while only former ones are
   * repeated, answers may still be on their way: however often one is, it stays among those that
   * are kept.
   *
   * @param token that was shown
   * @param shown what it was found to be
   */
  LoginSession refreshed(
      RefreshToken token, Proof shown, RefreshToken next, Origin from, long nowMs) {
    List<Former> kept = new ArrayList<>();
    kept.add(new Former(currentHash, nowMs));
    if (shown == Proof.REPEATED) {
      former.stream()
          .filter(each -> nowMs - each.usedMs() < GRACE_MS)
          .sorted(comparing(each -> !Secrets.matches(token.secret(), each.hash())))
          .forEach(kept::add);
    }
    return new LoginSession(
        id,
        createdMs,
        nowMs,
        provenMs,
        familyHash,
        Secrets.hash(next.secret()),
        List.copyOf(kept.subList(0, Math.min(kept.size(), MOST_FORMER))),
        from);
  }

  /** Without hashes: records end up in logs. */
  @Override
  public String toString() {
    return "LoginSession[" + id + "]";
  }
}
