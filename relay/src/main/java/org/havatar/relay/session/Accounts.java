package org.havatar.relay.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Port: who may do what. Answers come on the session's loop, now or later; empty means that it
 * can't be known at the moment, which is never a yes.
 */
public interface Accounts {
  /**
   * A person who has proved who he is.
   *
   * @param login the login by which he has; his sockets end with it
   */
  record Account(String name, String displayName, boolean administrator, String login) {
    /** By no login that could end. */
    public Account(String name, String displayName, boolean administrator) {
      this(name, displayName, administrator, "");
    }
  }

  /** A robot in the account's list. */
  record RobotName(String robotId, String name) {}

  /** What an account may do with a robot, in rising order. */
  enum Right {
    /** There is no such robot. */
    UNKNOWN,
    NONE,
    WATCH,
    DRIVE
  }

  /**
   * The answer for one robot.
   *
   * @param rank 0 shared, 1 booked, 2 owner, 3 administrator
   */
  record Rights(String robotName, Right right, int rank) {}

  /** Whether the account's login still stands, and the account is what it was then. */
  void stands(Account account, Consumer<Optional<Boolean>> answer);

  void robots(Account account, Consumer<Optional<List<RobotName>>> answer);

  void rights(Account account, String robotId, Consumer<Optional<Rights>> answer);
}
