package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * When the client's turn at a robot ends, by the clock of its node; both null: not soon any more.
 *
 * @param endsInMs from now, u32
 * @param endsAt RFC 3339 in UTC, for showing it
 */
public record SessionEnds(String robotId, @Nullable Long endsInMs, @Nullable String endsAt)
    implements Event {}
