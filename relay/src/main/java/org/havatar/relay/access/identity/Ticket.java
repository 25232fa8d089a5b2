package org.havatar.relay.access.identity;

/** A one-time proof for a connection whose client can't send headers. */
public record Ticket(String value, int expiresInS) {
  /** Without the value: records end up in logs. */
  @Override
  public String toString() {
    return "Ticket[" + expiresInS + " s]";
  }
}
