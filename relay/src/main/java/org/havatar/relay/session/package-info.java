/**
 * What a relay node does with one client's and one robot's connection: plain objects of one event
 * loop, time as an argument, no Vert.x. {@code message} is what they say to each other, {@code
 * port} what they need of the node, {@code connection} what both have, {@code client} and {@code
 * robot} the two rooms, which don't know each other; {@link org.havatar.relay.session.Sessions} has
 * the sessions of one loop, and {@code older} stands before it for peers of the older dialect.
 */
@NullMarked
package org.havatar.relay.session;

import org.jspecify.annotations.NullMarked;
