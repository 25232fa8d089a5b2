package org.havatar.relay.access.robots;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Names;
import org.havatar.relay.access.people.User;

/** Adds robots. Needs no event loop: also used by the command line. */
public final class Robots {
  private static final int MADE_UP_ID_BYTES = 6;
  private static final int IDENTITY_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final RobotStore store;

  public Robots(RobotStore store) {
    this.store = store;
  }

  /**
   * The robot with its key; empty when the id is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Optional<RobotKey>> add(NewRobot wanted, Actor by, long nowMs) {
    String robotId = wanted.robotId() == null ? madeUpId() : wanted.robotId();
    Names.faultOfRobotId(robotId).ifPresent(Robots::refuse);
    Names.faultOfText(wanted.name()).ifPresent(Robots::refuse);
    Names.faultOfText(wanted.type()).ifPresent(Robots::refuse);
    faultOfHoldLimit(wanted.holdLimitS()).ifPresent(Robots::refuse);
    Robot robot =
        new Robot(robotId, newIdentity(), wanted.name(), wanted.type(), wanted.holdLimitS());
    String key = RobotKeys.create(random);
    RobotEntry entry = new RobotEntry(robot, wanted.details(), wanted.reach());
    Keyring keys = Keyring.of(RobotKeys.record(key, nowMs, random));
    return store
        .add(entry, keys, by, nowMs)
        .map(added -> added ? Optional.of(new RobotKey(robot, key)) : Optional.empty());
  }

  private static Optional<String> faultOfHoldLimit(int limitS) {
    return limitS >= Robot.MIN_HOLD_LIMIT_S && limitS <= Robot.MAX_HOLD_LIMIT_S
        ? Optional.empty()
        : Optional.of(
            "A hold can be limited to %d to %d seconds, not to %d."
                .formatted(Robot.MIN_HOLD_LIMIT_S, Robot.MAX_HOLD_LIMIT_S, limitS));
  }

  /** Why an account can't own robots, and what to do, as a sentence. */
  public static Optional<String> faultOfOwner(User user) {
    return Permissions.mayOwn(user)
        ? Optional.empty()
        : Optional.of(
            user.name()
                + " is a carer, and carers own no robots. Share the robot with the account, or let"
                + " an administrator make it a user.");
  }

  /** Begins with what no robot id may hold: no robot that has only its id is mistaken for it. */
  private String newIdentity() {
    byte[] bytes = new byte[IDENTITY_BYTES];
    random.nextBytes(bytes);
    return "~" + HexFormat.of().formatHex(bytes);
  }

  private String madeUpId() {
    byte[] bytes = new byte[MADE_UP_ID_BYTES];
    random.nextBytes(bytes);
    return "robot-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void refuse(String sentence) {
    throw new IllegalArgumentException(sentence);
  }
}
