package org.havatar.relay.session.connection;

import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.transports.link.Drops;

/**
 * With what the sessions of one loop observe themselves.
 *
 * @param arrival this loop's own
 */
public record Instrumentation(Drops drops, SessionMetrics metrics, Arrival arrival) {}
