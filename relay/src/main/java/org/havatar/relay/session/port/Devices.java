package org.havatar.relay.session.port;

import org.havatar.transports.wire.RegisterDevice;
import org.jspecify.annotations.Nullable;

/**
 * Port: the boards that have registered themselves on this node; safe from every loop. Boards of
 * one robot share its id, so each is known by robot and role.
 */
public interface Devices {
  String DEFAULT_QUALITY = "high";

  /**
   * A board as it registered.
   *
   * @param streamUrl where its pictures are, null for none; may carry a password
   * @param quality as the board calls it
   * @param address from which it is connected
   */
  record Device(
      String robotId,
      RegisterDevice.Role role,
      @Nullable String streamUrl,
      String quality,
      String address) {
    public static Device of(RegisterDevice said, String address) {
      String quality = said.quality();
      return new Device(
          said.deviceId(),
          said.role(),
          said.streamUrl(),
          quality == null ? DEFAULT_QUALITY : quality,
          address);
    }

    /** Without the address of the stream: records end up in logs. */
    @Override
    public String toString() {
      return "Device[" + robotId + ", " + role + ", " + address + "]";
    }
  }

  /**
   * The newest connection wins within a role: the older one's {@code evict} is run.
   *
   * @param evict to be run on the session's own loop
   */
  Registration claim(Device device, Runnable evict);

  /** A board's place until it is released or evicted. */
  interface Registration {
    /** The same board has registered anew. Never touches a newer connection's. */
    void update(Device device);

    /** The connection is gone. Never touches a newer one. */
    void release();
  }
}
