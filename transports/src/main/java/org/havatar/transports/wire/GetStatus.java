package org.havatar.transports.wire;

import org.jspecify.annotations.Nullable;

/**
 * Asks for battery and camera state (PROTOCOL.md §11).
 *
 * @param id of the request as JSON text, so that a number is answered with a number
 */
public record GetStatus(@Nullable String id) implements Event, FromClient {}
