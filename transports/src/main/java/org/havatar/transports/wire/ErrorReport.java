package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/** Something the peer sent was wrong; the connection stays. */
public record ErrorReport(
    String code, String message, @Nullable String commandId, @Nullable Long count)
    implements Event, FromClient, FromRobot, ForRobot {}
