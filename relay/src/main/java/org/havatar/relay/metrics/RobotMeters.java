package org.havatar.relay.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;
import org.havatar.relay.session.port.SessionMetrics.LiveRobot;
import org.havatar.transports.wire.Beacon;
import org.jspecify.annotations.Nullable;

/**
 * The robots that are connected to this node now, by id: the only series with an id in them. They
 * go with the robot, so that there are never more than robots. Any thread.
 */
final class RobotMeters {
  private static final int UNKNOWN_PERCENT = 255;
  private static final double PERCENT = 100;
  private static final double MILLI = 1000;

  private final MeterRegistry registry;
  private final ConcurrentMap<String, Robot> byId = new ConcurrentHashMap<>();

  RobotMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("havatar.robots", byId, ConcurrentMap::size)
        .description("Robots connected to this node")
        .register(registry);
  }

  /** A newer connection of the same robot takes the place of one that is not gone yet. */
  LiveRobot up(String robotId) {
    Robot mine = new Robot(robotId);
    byId.compute(
        robotId,
        (id, former) -> {
          if (former != null) {
            former.remove();
          }
          mine.register();
          return mine;
        });
    return mine;
  }

  /** Its newest beacon; empty before the first one, and for a robot that is not here. */
  Optional<Beacon> beaconOf(String robotId) {
    Robot robot = byId.get(robotId);
    return Optional.ofNullable(robot == null ? null : robot.newest);
  }

  private final class Robot implements LiveRobot {
    private final String robotId;
    private final List<Meter> meters = new ArrayList<>(2); // under byId's lock for this id
    private volatile @Nullable Beacon newest;

    private Robot(String robotId) {
      this.robotId = robotId;
    }

    /** Unknown is NaN, which Prometheus keeps apart from an empty battery. */
    private void register() {
      meters.add(
          gauge(
              "havatar.robot.battery.ratio",
              "Battery charge, 0 to 1",
              beacon ->
                  beacon.batteryPercent() == UNKNOWN_PERCENT
                      ? Double.NaN
                      : beacon.batteryPercent() / PERCENT));
      meters.add(
          gauge(
              "havatar.robot.battery.volts",
              "Battery voltage",
              beacon -> beacon.batteryMv() == 0 ? Double.NaN : beacon.batteryMv() / MILLI));
    }

    private Gauge gauge(String name, String help, ToDoubleFunction<Beacon> value) {
      return Gauge.builder(name, this, robot -> robot.read(value))
          .description(help)
          .tag("robot", robotId)
          .strongReference(true)
          .register(registry);
    }

    private double read(ToDoubleFunction<Beacon> value) {
      Beacon beacon = newest;
      return beacon == null ? Double.NaN : value.applyAsDouble(beacon);
    }

    private void remove() {
      meters.forEach(registry::remove);
    }

    @Override
    public void onBeacon(Beacon beacon) {
      newest = beacon;
    }

    @Override
    public void gone() {
      byId.computeIfPresent(
          robotId,
          (id, present) -> {
            if (present != this) {
              return present;
            }
            remove();
            return null;
          });
    }
  }
}
