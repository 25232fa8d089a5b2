/**
 * One driver's or watcher's connection. Reaches a robot through the router and in no other way: the
 * robot may be at another loop or node.
 */
@NullMarked
package org.havatar.relay.session.client;

import org.jspecify.annotations.NullMarked;
