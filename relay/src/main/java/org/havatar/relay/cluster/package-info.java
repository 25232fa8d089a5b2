/**
 * Which nodes there are, and the event bus between them. Hazelcast is known here and nowhere else,
 * for membership only: nothing that drives waits for it.
 */
@NullMarked
package org.havatar.relay.cluster;

import org.jspecify.annotations.NullMarked;
