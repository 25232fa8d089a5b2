package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * A request was refused.
 *
 * @param request type of the refused message
 * @param code of PROTOCOL.md §4 or §5.3
 * @param message what to do, for a person
 * @param proposal the refused one's, from a robot
 * @param holder whom it concerns, from a robot
 */
public record Refused(
    String request, String code, String message, @Nullable Long proposal, @Nullable Long holder)
    implements Event, FromRobot {}
