package org.havatar.relay.session.port;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Port: who may do what. Answers come on the session's loop, now or later; empty means that it
 * can't be known at the moment, which is never a yes.
 */
public interface Accounts {
  /**
   * A person who has proved who they are.
   *
   * @param login the login by which they have; their sockets end with it
   */
  record Account(String name, String displayName, boolean administrator, String login) {
    /** By no login that could end. */
    public Account(String name, String displayName, boolean administrator) {
      this(name, displayName, administrator, "");
    }
  }

  /** A robot in the account's list. */
  record RobotName(String robotId, String name) {}

  /**
   * What whoever may watch a robot is told of it.
   *
   * @param identity of this robot and of no other that had or will have its id; for the logs only,
   *     empty when it isn't known
   * @param holdLimitS as in {@code robot_selected} of PROTOCOL.md §5.1
   */
  record RobotProfile(String identity, String name, int holdLimitS) {
    /** Of a robot that the account may not know of. */
    public static final RobotProfile UNTOLD = new RobotProfile("", 60);

    /** Of a robot whose identity isn't known. */
    public RobotProfile(String name, int holdLimitS) {
      this("", name, holdLimitS);
    }
  }

  /** What an account may do with a robot, in rising order. */
  enum Right {
    /** There is no such robot. */
    UNKNOWN,
    NONE,
    WATCH,
    DRIVE
  }

  /**
   * A time in which an account may drive, half-open, in epoch milliseconds.
   *
   * @param rank as in {@link Rights}: 1 in an own booking
   */
  record Window(long fromMs, long untilMs, int rank) {
    public static final Window ALWAYS = new Window(Long.MIN_VALUE, Long.MAX_VALUE, 0);
    public static final Window NONE = new Window(Long.MIN_VALUE, Long.MIN_VALUE, 0);
  }

  /**
   * The answer for one robot.
   *
   * @param right at most; driving is for the windows only
   * @param rank 0 shared, 1 booked, 2 owner, 3 administrator
   * @param outside what is left outside the windows: watching or nothing
   * @param windows in order, not overlapping; the next few
   */
  record Rights(RobotProfile robot, Right right, int rank, Right outside, List<Window> windows) {
    public Rights {
      windows = List.copyOf(windows);
    }

    /** At any time, of a robot of which nothing is told. */
    public static Rights untold(Right right) {
      return new Rights(RobotProfile.UNTOLD, right, 0, right, List.of(Window.ALWAYS));
    }
  }

  /** Whether the account's login still stands, and the account is what it was then. */
  void stands(Account account, Consumer<Optional<Boolean>> answer);

  /** All robots of which the account may at least know, in the order of their ids. */
  void robots(Account account, Consumer<Optional<List<RobotName>>> answer);

  /** That one of them, or none: costs no more however many there are. */
  void robot(Account account, String robotId, Consumer<Optional<List<RobotName>>> answer);

  /** Which accounts a change of that robot may concern, besides administrators. */
  void concerned(String robotId, Consumer<Optional<Concerned>> answer);

  /**
   * Whom a robot concerns.
   *
   * @param everybody all accounts, whether they are named or not
   */
  record Concerned(boolean everybody, Set<String> accounts) {
    public Concerned {
      accounts = Set.copyOf(accounts);
    }
  }

  /** Asked when the account is about to watch or drive the robot, and while it does. */
  void rights(Account account, String robotId, Consumer<Optional<Rights>> answer);
}
