package org.havatar.relay.routing;

import java.util.List;
import org.havatar.relay.session.message.SessionMessage;

/**
 * What one turn of a loop had for one loop of another node.
 *
 * @param version that the receiver knows
 */
record Batch(int version, List<SessionMessage> messages) {}
