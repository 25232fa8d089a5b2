package org.havatar.relay.access.robots;

import java.util.Optional;

/**
 * The keys of one robot, as hashes (PROTOCOL.md §6). Immutable; times are epoch milliseconds.
 *
 * <p>An exchange has two halves: a fresh key is <em>pending</em> from when it is handed over until
 * the robot says, or shows by using it, that it has it on disk; only then does the former one end,
 * after an overlap. So a robot that crashes anywhere in between gets in with whichever it has.
 *
 * @param series rises when a person ends all keys; a socket that an earlier series opened is closed
 * @param current empty: revoked, nobody gets in
 * @param former the one before the current one
 */
public record Keyring(
    long series,
    Optional<Key> current,
    Optional<Key> pending,
    Optional<Former> former,
    Upkeep upkeep) {

  /** After this, a fresh key that was never told back is replaced by another one. */
  public static final long PENDING_MS = 600_000;

  /** So old the note of when a robot was last seen may be; each costs a write. */
  public static final long SEEN_EVERY_MS = 3_600_000;

  static final long DAY_MS = 86_400_000;

  /**
   * One key.
   *
   * @param keyId names it, opens nothing
   * @param hash SHA-256, in hexadecimal
   * @param createdMs 0: not known
   * @param confirmedMs when the robot told that it has it on disk; 0: never, or given by hand
   */
  public record Key(String keyId, String hash, long createdMs, long confirmedMs) {
    /** Without the hash: records end up in logs. */
    @Override
    public String toString() {
      return "Key[" + keyId + "]";
    }
  }

  /** A key that was replaced; it opens until {@code untilMs}, exclusive. */
  public record Former(Key key, long untilMs) {}

  /**
   * How a robot's keys are looked after.
   *
   * @param automatic exchanged by itself when it is old
   * @param recoveryDays for which a robot may be away and still get in with a key that is over age
   * @param seenMs when the robot was last connected, to {@link #SEEN_EVERY_MS}; 0: never
   * @param recoveryUntilMs until when the owner lets the last known key in, once
   * @param isExchangeWanted a person wants a fresh key handed over, however young the present one
   * @param trouble why the robot couldn't keep the last key that it was handed; empty: it could
   */
  public record Upkeep(
      boolean automatic,
      int recoveryDays,
      long seenMs,
      long recoveryUntilMs,
      boolean isExchangeWanted,
      String trouble) {
    public static final int DEFAULT_RECOVERY_DAYS = 30;
    public static final Upkeep DEFAULT = new Upkeep(true, DEFAULT_RECOVERY_DAYS, 0, 0, false, "");

    Upkeep seen(long nowMs) {
      return new Upkeep(automatic, recoveryDays, nowMs, recoveryUntilMs, isExchangeWanted, trouble);
    }

    Upkeep recoverable(long untilMs) {
      return new Upkeep(automatic, recoveryDays, seenMs, untilMs, isExchangeWanted, trouble);
    }

    /** That exchange is over, well or not. */
    private Upkeep exchanged(String why) {
      return new Upkeep(automatic, recoveryDays, seenMs, recoveryUntilMs, false, why);
    }

    Upkeep wantingExchange() {
      return new Upkeep(automatic, recoveryDays, seenMs, recoveryUntilMs, true, trouble);
    }

    Upkeep following(boolean isAutomatic, int days) {
      return new Upkeep(isAutomatic, days, seenMs, recoveryUntilMs, isExchangeWanted, trouble);
    }
  }

  /** What a key that somebody shows is worth. */
  public enum Worth {
    OPENS,
    /** Opens because the owner has opened a recovery window, which that uses up. */
    RECOVERS,
    /** It was this robot's, which was away for too long. */
    EXPIRED,
    /** It was this robot's, which has told since that it has a newer one. */
    REPLACED,
    /** Nobody's. */
    WRONG
  }

  /** Compared with when there is no robot, so that this takes as long. */
  static final Keyring NOBODYS = of(new Key("", RobotKeys.NO_HASH, 0, 0));

  /** The first keys of a robot. */
  public static Keyring of(Key byHand) {
    return new Keyring(1, Optional.of(byHand), Optional.empty(), Optional.empty(), Upkeep.DEFAULT);
  }

  /**
   * With another owner: no window of recovery is left open, a key that was replaced opens no more,
   * and a fresh one is handed over as soon as the robot can take it.
   */
  public Keyring ofAnotherOwner() {
    Upkeep open = current.isPresent() ? upkeep.wantingExchange() : upkeep;
    return new Keyring(series, current, pending, Optional.empty(), open.recoverable(0));
  }

  public Worth worth(String shown, long nowMs, RobotOptions options) {
    String hash = RobotKeys.hash(shown); // once: how many keys a robot has takes no longer
    boolean isLast = is(hash, current) || is(hash, pending);
    boolean isFormer = is(hash, former.map(Former::key));
    if (!isLast && !isFormer) {
      return Worth.WRONG;
    }
    boolean opens = isLast ? !isAwayTooLong(nowMs, options) : nowMs < former.get().untilMs;
    if (opens) {
      return Worth.OPENS;
    }
    if (nowMs < upkeep.recoveryUntilMs) {
      return Worth.RECOVERS;
    }
    return isLast ? Worth.EXPIRED : Worth.REPLACED;
  }

  private static boolean is(String hash, Optional<Key> key) {
    return key.isPresent() && RobotKeys.isSame(hash, key.get().hash);
  }

  /**
   * Only a robot that exchanges its keys can be too late for it: a key that was given by hand, and
   * is the only one yet, opens as long as it stands.
   */
  private boolean isAwayTooLong(long nowMs, RobotOptions options) {
    long until = opensUntilMs(options);
    return until != 0 && nowMs >= until;
  }

  /** When this robot's keys end if it stays away; 0: never. */
  public long opensUntilMs(RobotOptions options) {
    Optional<Key> exchanged = current.filter(key -> key.confirmedMs > 0);
    if (!upkeep.automatic || exchanged.isEmpty()) {
      return 0;
    }
    long aliveMs = Math.max(upkeep.seenMs, exchanged.get().confirmedMs);
    return aliveMs + options.keyLifeMs() + options.keyOverlapMs() + upkeep.recoveryDays * DAY_MS;
  }

  /**
   * After that key, which opens or recovers, has opened a connection. Whoever uses the pending one
   * has it on disk.
   */
  Keyring opened(String shown, long nowMs, RobotOptions options) {
    boolean recovers = worth(shown, nowMs, options) == Worth.RECOVERS;
    String hash = RobotKeys.hash(shown);
    Keyring after = this;
    if (is(hash, pending)) {
      after = confirmed(pending.orElseThrow(), nowMs, options);
    } else if (recovers && !is(hash, current)) {
      after =
          new Keyring(series, former.map(Former::key), Optional.empty(), Optional.empty(), upkeep);
    }
    Upkeep kept = after.upkeep;
    if (recovers) {
      kept = kept.seen(nowMs).recoverable(0);
    } else if (nowMs - kept.seenMs >= SEEN_EVERY_MS) {
      kept = kept.seen(nowMs);
    }
    return after.with(kept);
  }

  Keyring with(Upkeep newUpkeep) {
    return new Keyring(series, current, pending, former, newUpkeep);
  }

  private Keyring confirmed(Key key, long nowMs, RobotOptions options) {
    return new Keyring(
        series,
        Optional.of(new Key(key.keyId, key.hash, key.createdMs, nowMs)),
        Optional.empty(),
        current.map(old -> new Former(old, nowMs + options.keyOverlapMs())),
        upkeep.exchanged(""));
  }

  /** True when the robot is to be handed a fresh key. */
  public boolean isExchangeDue(long nowMs, RobotOptions options) {
    if (current.isEmpty()) {
      return false;
    }
    boolean isOld = upkeep.automatic && nowMs - current.get().createdMs >= options.keyLifeMs();
    boolean isUnderWay = pending.isPresent() && nowMs - pending.get().createdMs < PENDING_MS;
    return (isOld || upkeep.isExchangeWanted) && !isUnderWay;
  }

  /** The fresh key is handed over from now on. */
  Keyring offering(Key fresh) {
    return new Keyring(series, current, Optional.of(fresh), former, upkeep);
  }

  /** The robot has that key on disk; empty: it isn't the pending one, nothing changes. */
  Optional<Keyring> stored(String keyId, long nowMs, RobotOptions options) {
    return pending
        .filter(key -> key.keyId.equals(keyId))
        .map(key -> confirmed(key, nowMs, options));
  }

  /** The robot can't keep that key; empty: it isn't the pending one. The current one stays. */
  Optional<Keyring> notStored(String keyId, String why) {
    return pending.filter(key -> key.keyId.equals(keyId)).map(key -> with(upkeep.exchanged(why)));
  }

  /** A person gives the robot a key: all others end. */
  Keyring given(Key byHand) {
    return new Keyring(
        series + 1,
        Optional.of(byHand),
        Optional.empty(),
        Optional.empty(),
        upkeep.recoverable(0).exchanged(""));
  }

  /** All keys end. */
  Keyring revoked() {
    return new Keyring(
        series + 1, Optional.empty(), Optional.empty(), Optional.empty(), upkeep.recoverable(0));
  }
}
