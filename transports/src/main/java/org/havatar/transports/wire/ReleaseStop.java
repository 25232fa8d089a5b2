package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * Clears the stop latch of that number (PROTOCOL.md §8).
 *
 * @param holder who asks; set by the node, null from a client
 * @param rank of who asks; set by the node, 0 from a client
 */
public record ReleaseStop(
    Numbered term, Numbered latch, Stamp echo, int ttlMs, @Nullable Long holder, int rank)
    implements Event, FromClient, ForRobot {}
