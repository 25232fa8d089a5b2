package org.havatar.relay.api;

/**
 * Figures of the HTTP side.
 *
 * @param requests allowed requests to /api, by address
 * @param pageRequests allowed requests to the page and to /health, by address
 * @param exemptLoopback whether the machine itself may ask as often as it likes
 * @param tls whether browsers should insist on TLS from now on
 */
public record ApiOptions(Rate requests, Rate pageRequests, boolean exemptLoopback, boolean tls) {
  /** A token bucket. */
  public record Rate(int perSecond, int burst) {
    public Rate {
      if (perSecond < 1 || burst < 1) {
        throw new IllegalArgumentException("a rate is at least 1");
      }
    }
  }
}
