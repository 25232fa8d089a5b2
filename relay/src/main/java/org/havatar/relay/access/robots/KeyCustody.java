package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Robots' keys: who gets in with which, how they are exchanged while a robot is connected
 * (PROTOCOL.md §6), and what owners do about them.
 */
public final class KeyCustody {
  public static final int LONGEST_RECOVERY_S = 3600;
  public static final int MOST_RECOVERY_DAYS = 365;

  private final SecureRandom random = new SecureRandom();
  private final RobotStore robots;
  private final InstantSource wall;
  private final Supplier<RobotOptions> options;

  public KeyCustody(RobotStore robots, InstantSource wall, Supplier<RobotOptions> options) {
    this.robots = robots;
    this.wall = wall;
    this.options = options;
  }

  /**
   * Judges a key that was shown at a handshake. Whether there is such a robot costs the same: both
   * documents are read and a key is compared in any case.
   */
  public Future<Admission> admit(String robotId, String key) {
    Future<Optional<RobotEntry>> robot = robots.robot(robotId);
    Future<Optional<Keyring>> keys = robots.keys(robotId);
    return Future.all(robot, keys)
        .compose(
            both -> {
              boolean isThere =
                  robot.result().filter(entry -> entry.details().active()).isPresent();
              return admit(robotId, isThere ? keys.result() : Optional.empty(), key);
            });
  }

  private Future<Admission> admit(String robotId, Optional<Keyring> keys, String key) {
    long nowMs = wall.millis();
    Decision<Keyring, Admission> decision = opening(robotId, keys, key, nowMs);
    // Nearly every handshake changes nothing, and costs no write.
    if (decision.isIdle()) {
      return Future.succeededFuture(decision.answer());
    }
    boolean opensAnyway =
        keys.filter(ring -> ring.worth(key, nowMs, options.get()) == Keyring.Worth.OPENS)
            .isPresent();
    return robots
        .changeKeys(robotId, present -> opening(robotId, present, key, nowMs))
        .recover(cause -> unwritten(cause, opensAnyway, decision.answer()));
  }

  /** A disk that is full refuses writes only: what needs none goes on. */
  private static <T> Future<T> unwritten(Throwable cause, boolean goesOn, T answer) {
    return goesOn && cause instanceof Unavailable
        ? Future.succeededFuture(answer)
        : Future.failedFuture(cause);
  }

  private Decision<Keyring, Admission> opening(
      String robotId, Optional<Keyring> keys, String key, long nowMs) {
    Keyring before = keys.orElse(Keyring.NOBODYS);
    Keyring.Worth worth = before.worth(key, nowMs, options.get());
    if (keys.isEmpty()) {
      return Decision.unchanged(new Admission.UnknownRobot());
    }
    return switch (worth) {
      case OPENS, RECOVERS -> {
        Keyring after = before.opened(key, nowMs, options.get());
        Admission in = new Admission.Admitted(after.series());
        if (after.equals(before)) {
          yield Decision.unchanged(in);
        }
        if (worth == Keyring.Worth.RECOVERS) {
          yield Decision.changed(after, in, note("robot.key_recovered", robotId, nowMs, ""));
        }
        yield after.current().equals(before.current())
            ? Decision.silently(after, in)
            : Decision.changed(after, in, note("robot.key_rotate", robotId, nowMs, "by its use"));
      }
      case EXPIRED ->
          Decision.unchanged(
              new Admission.Refused(
                  "key_expired",
                  "The robot was away for too long. Have its owner open a recovery window, then"
                      + " connect within it."));
      case REPLACED ->
          Decision.unchanged(
              new Admission.Refused(
                  "key_replaced",
                  "The robot has told that it has a newer key. If it has lost that, have its owner"
                      + " open a recovery window."));
      case WRONG ->
          Decision.unchanged(
              new Admission.Refused(
                  before.current().isEmpty() ? "key_revoked" : "unauthenticated",
                  Admission.NOT_ITS_KEY));
    };
  }

  private static AuditEntry note(String action, String robotId, long nowMs, String detail) {
    return new AuditEntry(nowMs, Actor.ITSELF, action, robotId, detail);
  }

  /**
   * A robot is connected; to be asked now and then.
   *
   * @param series that its connection was opened under
   * @param mayExchange whether the robot can take a fresh key, and nobody drives it
   */
  public Future<Attendance> attend(String robotId, long series, boolean mayExchange) {
    return robots
        .robot(robotId)
        .compose(
            robot ->
                robot.filter(entry -> entry.details().active()).isPresent()
                    ? robots
                        .keys(robotId)
                        .compose(keys -> attend(robotId, keys, series, mayExchange))
                    : Future.succeededFuture(new Attendance.Ended()));
  }

  private Future<Attendance> attend(
      String robotId, Optional<Keyring> keys, long series, boolean mayExchange) {
    long nowMs = wall.millis();
    String key = RobotKeys.create(random);
    Keyring.Key fresh = RobotKeys.record(key, nowMs, random);
    Attendance.Exchange exchange =
        new Attendance.Exchange(fresh.keyId(), key, options.get().keyOverlapMs());
    Function<Optional<Keyring>, Decision<Keyring, Attendance>> rule =
        present -> attended(present, series, mayExchange ? fresh : null, exchange, nowMs);
    Decision<Keyring, Attendance> decision = rule.apply(keys);
    return decision.isIdle()
        ? Future.succeededFuture(decision.answer())
        : robots
            .changeKeys(robotId, rule)
            .recover(cause -> unwritten(cause, true, new Attendance.Good()));
  }

  private Decision<Keyring, Attendance> attended(
      Optional<Keyring> keys,
      long series,
      Keyring.@Nullable Key fresh,
      Attendance.Exchange exchange,
      long nowMs) {
    if (keys.isEmpty() || keys.get().series() != series) {
      return Decision.unchanged(new Attendance.Ended());
    }
    Keyring ring = keys.get();
    if (fresh != null && ring.isExchangeDue(nowMs, options.get())) {
      return Decision.silently(ring.offering(fresh).with(ring.upkeep().seen(nowMs)), exchange);
    }
    return nowMs - ring.upkeep().seenMs() >= Keyring.SEEN_EVERY_MS
        ? Decision.silently(ring.with(ring.upkeep().seen(nowMs)), new Attendance.Good())
        : Decision.unchanged(new Attendance.Good());
  }

  /** The robot tells that it has the key on disk; false: it isn't the one that it was handed. */
  public Future<Boolean> stored(String robotId, String keyId) {
    long nowMs = wall.millis();
    return settle(
        robotId,
        ring -> ring.stored(keyId, nowMs, options.get()),
        note("robot.key_rotate", robotId, nowMs, ""));
  }

  /** The robot tells that it can't keep the key. It stays with the one that it has. */
  public Future<Boolean> notStored(String robotId, String keyId, String why) {
    return settle(
        robotId,
        ring -> ring.notStored(keyId, why),
        note("robot.key_trouble", robotId, wall.millis(), why));
  }

  private Future<Boolean> settle(
      String robotId, Function<Keyring, Optional<Keyring>> rule, AuditEntry note) {
    return robots.changeKeys(
        robotId,
        keys ->
            keys.flatMap(rule)
                .<Decision<Keyring, Boolean>>map(after -> Decision.changed(after, true, note))
                .orElseGet(() -> Decision.unchanged(false)));
  }

  // What keepers do.

  /** The keys as their keepers see them: ages and state, never a key. */
  public Future<Outcome<Keyring>> look(User user, String robotId) {
    return asKeeper(user, robotId, ring -> Decision.unchanged(new Outcome.Done<>(ring)));
  }

  /** A new key, told only here; all others end at once. */
  public Future<Outcome<RobotKey>> give(User user, String robotId, Actor by) {
    long nowMs = wall.millis();
    String key = RobotKeys.create(random);
    Keyring.Key record = RobotKeys.record(key, nowMs, random);
    return robots
        .robot(robotId)
        .compose(
            robot ->
                asKeeper(
                    user,
                    robotId,
                    ring ->
                        Decision.changed(
                            ring.given(record),
                            new Outcome.Done<>(new RobotKey(robot.orElseThrow().robot(), key)),
                            new AuditEntry(nowMs, by, "robot.key_new", robotId, record.keyId()))));
  }

  /** A fresh key is handed over as soon as the robot is connected, can take it and isn't driven. */
  public Future<Outcome<Keyring>> exchange(User user, String robotId, Actor by) {
    AuditEntry note = new AuditEntry(wall.millis(), by, "robot.key_exchange", robotId, "");
    return asKeeper(
        user,
        robotId,
        ring -> {
          if (ring.current().isEmpty()) {
            return Decision.unchanged(revokedAlready());
          }
          Keyring after = ring.with(ring.upkeep().wantingExchange());
          return Decision.changed(after, new Outcome.Done<>(after), note);
        });
  }

  private static <T> Outcome<T> revokedAlready() {
    return new Outcome.Refused<>("key_revoked", "Its key is revoked and stays so. Make a new one.");
  }

  /** Nobody gets in any more. */
  public Future<Outcome<Boolean>> revoke(User user, String robotId, Actor by) {
    AuditEntry note = new AuditEntry(wall.millis(), by, "robot.key_revoke", robotId, "");
    return asKeeper(
        user,
        robotId,
        ring ->
            ring.current().isEmpty()
                ? Decision.unchanged(new Outcome.Done<>(false))
                : Decision.changed(ring.revoked(), new Outcome.Done<>(true), note));
  }

  /**
   * The last known key opens once, until then.
   *
   * @param lifeS seconds, 1 … {@link #LONGEST_RECOVERY_S}
   */
  public Future<Outcome<Keyring>> recover(User user, String robotId, int lifeS, Actor by) {
    if (lifeS < 1 || lifeS > LONGEST_RECOVERY_S) {
      throw new IllegalArgumentException("no such life of a recovery window: " + lifeS);
    }
    long nowMs = wall.millis();
    AuditEntry note = new AuditEntry(nowMs, by, "robot.key_recovery", robotId, lifeS + " s");
    return asKeeper(
        user,
        robotId,
        ring -> {
          if (ring.current().isEmpty()) {
            return Decision.unchanged(revokedAlready());
          }
          Keyring after = ring.with(ring.upkeep().recoverable(nowMs + lifeS * 1000L));
          return Decision.changed(after, new Outcome.Done<>(after), note);
        });
  }

  /**
   * How the robot's keys are looked after from now on.
   *
   * @param recoveryDays 0 … {@link #MOST_RECOVERY_DAYS}
   */
  public record Terms(Optional<Boolean> automatic, Optional<Integer> recoveryDays) {}

  public Future<Outcome<Keyring>> follow(User user, String robotId, Terms terms, Actor by) {
    return asKeeper(
        user,
        robotId,
        ring -> {
          boolean automatic = terms.automatic.orElse(ring.upkeep().automatic());
          int days = terms.recoveryDays.orElse(ring.upkeep().recoveryDays());
          Keyring after = ring.with(ring.upkeep().following(automatic, days));
          String detail = "rotation %s, %d days".formatted(automatic ? "automatic" : "off", days);
          return Decision.changed(
              after,
              new Outcome.Done<>(after),
              new AuditEntry(wall.millis(), by, "robot.key_terms", robotId, detail));
        });
  }

  /** Who keeps a robot hardly ever changes: it is looked up before, not in the same update. */
  private <T> Future<Outcome<T>> asKeeper(
      User user, String robotId, Function<Keyring, Decision<Keyring, Outcome<T>>> rule) {
    long nowMs = wall.millis();
    return robots
        .robot(robotId)
        .compose(
            robot ->
                switch (OwnerRules.answer(user, robot, nowMs, entry -> true)) {
                  case Outcome.Done<Boolean> ignored ->
                      robots.changeKeys(
                          robotId,
                          keys ->
                              keys.map(rule)
                                  .orElseGet(() -> Decision.unchanged(new Outcome.Unknown<>())));
                  case Outcome.NotPermitted<Boolean> ignored ->
                      Future.succeededFuture(new Outcome.NotPermitted<>());
                  case Outcome.Unknown<Boolean> ignored ->
                      Future.succeededFuture(new Outcome.Unknown<>());
                  case Outcome.Refused<Boolean> refused ->
                      Future.succeededFuture(
                          new Outcome.Refused<>(refused.code(), refused.sentence()));
                });
  }
}
