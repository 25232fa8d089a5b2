package org.havatar.relay.access.port;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What time it is.
 *
 * @param monotonicMs milliseconds that only rise, for waits
 * @param wall the time of day, for what others read (tokens)
 */
public record Clocks(LongSupplier monotonicMs, InstantSource wall) {}
