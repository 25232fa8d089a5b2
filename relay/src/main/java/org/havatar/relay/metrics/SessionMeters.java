package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What sessions observe, as series. All series exist from the start, at zero, so that a rate has a
 * beginning; nothing is looked up by name later.
 */
final class SessionMeters implements SessionMetrics {
  private final RobotMeters robots;
  private final Map<Hop, Timer> commandsPassed;
  private final Map<Hop, Timer> acksPassed;
  private final Timer roundTrip;
  private final Timer loopAge;
  private final Map<Reason, Counter> outcomes;
  private final Counter unanswered;
  private final Map<Lease.Cause, Counter> leases;
  private final Map<Presser, Counter> stops;
  private final Timer stopConfirmation;
  private final Counter unconfirmed;
  private final Map<LatchKind, Counter> latches;
  private final Counter freezes;
  private final Map<KeyRotation, Counter> keyRotations;

  SessionMeters(MeterRegistry registry, RobotMeters robots) {
    this.robots = robots;
    commandsPassed = ownShares(registry, "havatar.command.own");
    acksPassed = ownShares(registry, "havatar.ack.own");
    roundTrip =
        Buckets.ROUND_TRIP.timer(
            registry, "havatar.command.round.trip", "DRIVE offered to the robot until its ACK");
    loopAge =
        Buckets.LOOP_AGE.timer(
            registry, "havatar.loop.age", "Age of commands at the robot, accepted and stale");
    outcomes = counters(registry, "havatar.commands", "outcome", Reason.class, Reason::wireName);
    unanswered = counter(registry, "havatar.commands", "outcome", "unanswered");
    leases =
        counters(registry, "havatar.lease.events", "cause", Lease.Cause.class, SessionMeters::name);
    stops = counters(registry, "havatar.stops", "presser", Presser.class, SessionMeters::name);
    stopConfirmation =
        Buckets.STOP.timer(
            registry, "havatar.stop.confirmation", "STOP offered to the robot until zero output");
    unconfirmed = registry.counter("havatar.stops.unconfirmed");
    latches = counters(registry, "havatar.latches", "kind", LatchKind.class, SessionMeters::name);
    freezes = registry.counter("havatar.loop.freezes");
    keyRotations =
        counters(
            registry, "havatar.key.rotations", "result", KeyRotation.class, SessionMeters::name);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<Hop, Timer> ownShares(MeterRegistry registry, String name) {
    Map<Hop, Timer> byHop = new EnumMap<>(Hop.class);
    for (Hop hop : Hop.values()) {
      String help = "Read from one link until offered to the other";
      byHop.put(hop, Buckets.OWN_SHARE.timer(registry, name, help, "hop", name(hop)));
    }
    return byHop;
  }

  private static <E extends Enum<E>> Map<E, Counter> counters(
      MeterRegistry registry, String name, String label, Class<E> kind, Function<E, String> value) {
    Map<E, Counter> all = new EnumMap<>(kind);
    for (E each : kind.getEnumConstants()) {
      all.put(each, counter(registry, name, label, value.apply(each)));
    }
    return all;
  }

  private static Counter counter(MeterRegistry registry, String name, String label, String value) {
    return registry.counter(name, label, value);
  }

  private static <E extends Enum<E>> void count(Map<E, Counter> all, E which) {
    Counter counter = all.get(which);
    if (counter != null) {
      counter.increment();
    }
  }

  private static void record(Map<Hop, Timer> byHop, Hop hop, long ns) {
    Timer timer = byHop.get(hop);
    if (timer != null) {
      timer.record(ns, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void commandPassed(Hop hop, long ownNs) {
    record(commandsPassed, hop, ownNs);
  }

  @Override
  public void ackPassed(Hop hop, long ownNs) {
    record(acksPassed, hop, ownNs);
  }

  @Override
  public void commandRoundTrip(long roundTripNs) {
    roundTrip.record(roundTripNs, TimeUnit.NANOSECONDS);
  }

  @Override
  public void loopAge(int ageMs) {
    loopAge.record(ageMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void commandSettled(@Nullable Reason outcome) {
    if (outcome == null) {
      unanswered.increment();
    } else {
      count(outcomes, outcome);
    }
  }

  @Override
  public void leaseAnnounced(Lease.Cause cause) {
    count(leases, cause);
  }

  @Override
  public void stopPressed(Presser presser) {
    count(stops, presser);
  }

  @Override
  public void stopConfirmed(long afterMs) {
    stopConfirmation.record(afterMs, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stopUnconfirmed() {
    unconfirmed.increment();
  }

  @Override
  public void latched(LatchKind kind) {
    count(latches, kind);
  }

  @Override
  public void loopFroze() {
    freezes.increment();
  }

  @Override
  public void keyRotation(KeyRotation result) {
    count(keyRotations, result);
  }

  @Override
  public LiveRobot robotUp(String robotId, LinkInfo link) {
    return robots.up(robotId);
  }
}
