/**
 * What a relay node does with one client's and one robot's connection: plain objects of one event
 * loop, time as an argument, no Vert.x. They reach each other, accounts and the node's directory
 * through the ports of this package only.
 */
@NullMarked
package org.havatar.relay.session;

import org.jspecify.annotations.NullMarked;
