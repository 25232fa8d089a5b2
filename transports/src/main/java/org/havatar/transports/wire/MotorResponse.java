package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link MotorControl} (PROTOCOL.md §11).
 *
 * @param id of the command as JSON text
 * @param message for a person
 * @param code of PROTOCOL.md §4 or §5.3 when it failed and the answer tells one
 * @param timestampS epoch seconds; null when an older robot tells none
 */
public record MotorResponse(
    @Nullable String id,
    boolean ok,
    String message,
    @Nullable String code,
    @Nullable Double timestampS)
    implements Event {}
