/**
 * How client and robot sessions on different event loops find and reach each other; the only user
 * of the event bus. The directory is a map in memory, so lookups on the driving path never wait.
 */
@NullMarked
package org.havatar.relay.routing;

import org.jspecify.annotations.NullMarked;
