package org.havatar.relay.limits;

import java.util.Locale;

/** What is limited; the lower-case names are the same in metrics. */
public enum Limit {
  /** Requests to /api, by address. */
  API,
  /** Requests to /api, by account. */
  ACCOUNT,
  /** Requests to the commands interface, by address and by account. */
  COMMANDS,
  /** Requests to the page and to /health, by address. */
  PAGE,
  /** Kilobytes of the page, by address. */
  PAGE_KB,
  /** New connections of TCP, by address. */
  CONNECTIONS,
  /** Connections of TCP that are open at the same time, by address. */
  OPEN_CONNECTIONS,
  /** New sockets, by address; not robots' that show a key. */
  NEW_SOCKETS,
  /** Sockets that are open at the same time, by address. */
  OPEN_SOCKETS,
  /** Keys that robots show which are not known there yet, by address. */
  ROBOTS,
  /** The same, by address and robot. */
  ROBOT_KEYS,
  /** Handshakes with a key that has opened from that address lately, by address and robot. */
  KNOWN_ROBOTS,
  /** Refusals of requests that are written at all, by address; beyond them connections end. */
  REFUSALS;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
