package org.havatar.relay.session.older;

import java.util.List;
import java.util.random.RandomGenerator;
import org.havatar.relay.session.port.RobotRegistry;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * The register that an older robot lacks, with the start and the clock that its stamps need. Each
 * connection is a start: its stamps begin anew, whatever the store has seen of the last.
 */
final class StandInRegister {
  private static final long MAX_BOOT = 0xFFFF_FFFFL;

  private final String robotId;
  private final RegisterListener listener;
  private final long startId;
  private long clockStart;
  private long boot = 1;
  private Register register;

  StandInRegister(String robotId, RegisterListener listener, RandomGenerator random, long nowMs) {
    this.robotId = robotId;
    this.listener = listener;
    this.startId = random.nextLong();
    this.clockStart = random.nextInt();
    this.register = fresh(StandingStop.UNREADABLE, nowMs); // until the store has told
  }

  private Register fresh(StandingStop kept, long nowMs) {
    return new Register(RegisterOptions.DEFAULT, listener, boot, kept, clockMs(nowMs));
  }

  /** The present one; another after {@link #outnumber}. */
  Register register() {
    return register;
  }

  /** The robot's clock, were it its own: it starts anywhere. */
  long clockMs(long nowMs) {
    return clockStart + nowMs;
  }

  /** The node's clock stood still for so long: a robot's own would have gone on. */
  void onLeap(long byMs) {
    clockStart += byMs;
  }

  Stamp stamp(long nowMs) {
    return new Stamp((int) clockMs(nowMs));
  }

  RobotHello hello() {
    List<String> features = List.of(RobotRegistry.OLDER, "get_status");
    return new RobotHello(List.of(1), features, robotId, boot, startId, "an older robot");
  }

  /** Takes the next boot number after {@code highest}; false when there is none. */
  boolean outnumber(long highest, long nowMs) {
    if (highest >= MAX_BOOT) {
      return false;
    }
    boot = highest + 1;
    register = fresh(register.standing(), nowMs);
    return true;
  }

  /**
   * What a robot's beacon would say.
   *
   * @param status null while the robot is not connected
   */
  Beacon beacon(MotorLine line, @Nullable StatusPoll status, long nowMs) {
    Board board = status == null ? null : board(line, status, nowMs);
    int flags = Beacon.UNPROTECTED | Beacon.PRIMARY;
    return register.beacon(board, flags, 0, 1, clockMs(nowMs));
  }

  /** What a board's telemetry would be, as far as the node knows. */
  private Board board(MotorLine line, StatusPoll status, long nowMs) {
    return new Board(
        false,
        false,
        false,
        0,
        1,
        stamp(nowMs),
        Numbered.NONE,
        Sequence.ZERO,
        Numbered.NONE,
        line.leftPermille(),
        line.rightPermille(),
        status.batteryMv(),
        status.batteryPercent(),
        Reason.ACCEPTED,
        0);
  }
}
