package org.havatar.relay.limits;

/**
 * Figures of all limits.
 *
 * @param api requests to /api, for each address and for each account
 * @param commands requests to the commands interface, likewise
 * @param page requests to the page and to /health, for each address
 * @param newSockets handshakes, for each address
 * @param openSockets at the same time, for each address
 * @param connections what is judged before anybody has said anything
 * @param robots keys that robots show which are not known there yet, for each address
 * @param exemptLoopback whether this machine itself may do all of it as often as it likes
 */
public record LimitOptions(
    Rate api,
    Rate commands,
    Rate page,
    Rate newSockets,
    int openSockets,
    ConnectionOptions connections,
    Rate robots,
    boolean exemptLoopback) {
  /** Two hundred robots behind one address are back at once after everything was forgotten. */
  public static final Rate ROBOTS = new Rate(50, 300);

  /** Whoever has the right key needs one try; a robot has three keys at most. */
  private static final Rate KEYS_OF_ONE_ROBOT = new Rate(1, 10);

  /** A robot whose network flaps dials again every 100 ms, then more and more rarely. */
  private static final Rate KNOWN_ROBOT = new Rate(5, 20);

  /** Whoever heeds Retry-After sees a handful; a thousand a second would keep a loop busy. */
  private static final Rate WRITTEN_REFUSALS = new Rate(20, 100);

  /** Of a kind that has a rate. */
  Rate rateOf(Limit limit) {
    return switch (limit) {
      case API, ACCOUNT -> api;
      case COMMANDS -> commands;
      case PAGE -> page;
      case NEW_SOCKETS -> newSockets;
      case CONNECTIONS -> connections.fresh();
      case PAGE_KB -> connections.pageKb();
      case ROBOTS -> robots;
      case ROBOT_KEYS -> KEYS_OF_ONE_ROBOT;
      case KNOWN_ROBOTS -> KNOWN_ROBOT;
      case REFUSALS -> WRITTEN_REFUSALS;
      case OPEN_SOCKETS, OPEN_CONNECTIONS ->
          throw new IllegalArgumentException("what is open has no rate");
    };
  }
}
