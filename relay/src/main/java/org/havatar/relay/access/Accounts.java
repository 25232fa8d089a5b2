package org.havatar.relay.access;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Adds people and robots. Needs no event loop: also used by the command line while the relay is
 * down.
 */
public final class Accounts {
  private static final int MADE_UP_ID_BYTES = 6;

  private final SecureRandom random = new SecureRandom();
  private final Store store;
  private final Passwords passwords;

  public Accounts(Store store, Passwords passwords) {
    this.store = store;
    this.passwords = passwords;
  }

  /**
   * True when added, false when the name is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Boolean> addUser(User user, String password) {
    Names.faultOfUserName(user.name()).ifPresent(Accounts::refuse);
    Names.faultOfText(user.displayName()).ifPresent(Accounts::refuse);
    Names.faultOfPassword(password).ifPresent(Accounts::refuse);
    return passwords.hash(password).compose(hash -> store.addUser(new Account(user, hash)));
  }

  /**
   * The robot with its key; empty when the id is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Optional<RobotKey>> addRobot(NewRobot wanted) {
    String robotId = wanted.robotId() == null ? madeUpId() : wanted.robotId();
    Names.faultOfRobotId(robotId).ifPresent(Accounts::refuse);
    Names.faultOfText(wanted.name()).ifPresent(Accounts::refuse);
    Names.faultOfText(wanted.type()).ifPresent(Accounts::refuse);
    Robot robot = new Robot(robotId, wanted.name(), wanted.type());
    String key = RobotKeys.create(random);
    return store
        .addRobot(new RobotEntry(robot, wanted.owner(), wanted.details(), RobotKeys.hash(key)))
        .map(added -> added ? Optional.of(new RobotKey(robot, key)) : Optional.empty());
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
