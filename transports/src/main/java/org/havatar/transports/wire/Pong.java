package org.havatar.transports.wire;

/**
 * The next hop's answer to a {@link Ping}, with its id and senderMs copied.
 *
 * @param stampValid true when a robot answered and {@code stamp} is its clock
 */
public record Pong(int id, int senderMs, boolean stampValid, Stamp stamp)
    implements Binary, FromClient, FromRobot, ForRobot {}
