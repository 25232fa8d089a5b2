package org.havatar.transports.wire;

/** A board of an older robot is taken for what it said to be (PROTOCOL.md §11). */
public record DeviceRegistered(String deviceId, RegisterDevice.Role role) implements Event {}
