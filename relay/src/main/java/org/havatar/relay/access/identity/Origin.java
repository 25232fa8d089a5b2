package org.havatar.relay.access.identity;

import org.havatar.relay.access.people.Actor;

/**
 * Whence somebody asks.
 *
 * @param address as people read it
 * @param group whom limits count: the address, or the /64 of an IPv6 one
 * @param device what its program says of itself; shown to the account's owner, believed by nobody
 */
public record Origin(String address, String group, String device) {
  private static final int MAX_DEVICE_LENGTH = 200;

  public Origin {
    String printable = device.replaceAll("\\p{Cntrl}", " ").strip();
    device = printable.substring(0, Math.min(printable.length(), MAX_DEVICE_LENGTH));
  }

  Actor actor(String account) {
    return new Actor(account, address);
  }
}
