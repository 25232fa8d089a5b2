/**
 * One robot's connection: what is let through to it, and what it says to those who watch. Reaches
 * clients through the router and in no other way.
 */
@NullMarked
package org.havatar.relay.session.robot;

import org.jspecify.annotations.NullMarked;
