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
 * @param exemptLoopback whether this machine itself may do all of it as often as it likes
 */
public record LimitOptions(
    Rate api,
    Rate commands,
    Rate page,
    Rate newSockets,
    int openSockets,
    ConnectionOptions connections,
    boolean exemptLoopback) {
  /** With the usual figures for connections. */
  public LimitOptions(
      Rate api, Rate commands, Rate page, Rate newSockets, int openSockets, boolean exempt) {
    this(api, commands, page, newSockets, openSockets, ConnectionOptions.USUAL, exempt);
  }

  /** Of a kind that has a rate. */
  Rate rateOf(Limit limit) {
    return switch (limit) {
      case API, ACCOUNT -> api;
      case COMMANDS -> commands;
      case PAGE -> page;
      case NEW_SOCKETS -> newSockets;
      case CONNECTIONS -> connections.fresh();
      case PAGE_KB -> connections.pageKb();
      case OPEN_SOCKETS, OPEN_CONNECTIONS ->
          throw new IllegalArgumentException("what is open has no rate");
    };
  }
}
