package org.havatar.relay.access.robots;

/**
 * What its owner hands out so that whoever redeems it gets a grant. The token itself is kept
 * nowhere.
 *
 * @param linkId names it, opens nothing
 * @param tokenHash SHA-256 of the token, in hexadecimal
 * @param role of the grants
 * @param expiresMs epoch milliseconds, exclusive: of the link and of its grants
 */
public record ShareLink(
    String linkId, String tokenHash, GrantRole role, long expiresMs, Usage usage, Origin origin) {
  /** How often it was redeemed, of how many times it may be. */
  public record Usage(int most, int uses) {
    Usage next() {
      return new Usage(most, uses + 1);
    }

    boolean isUp() {
      return uses >= most;
    }
  }

  /** Name of the account that made it, and when (epoch milliseconds). */
  public record Origin(String by, long atMs) {}

  public boolean isOpen(long nowMs) {
    return nowMs < expiresMs && !usage.isUp();
  }

  ShareLink used() {
    return new ShareLink(linkId, tokenHash, role, expiresMs, usage.next(), origin);
  }

  /** Without the hash: records end up in logs. */
  @Override
  public String toString() {
    return "ShareLink[" + linkId + " " + role + "]";
  }
}
