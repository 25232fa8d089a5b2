/**
 * What the rooms of access have in common with those who keep things for them: time, what lives for
 * seconds only, what is told of changes, and how an answer comes. Knows no other package of the
 * relay.
 */
@NullMarked
package org.havatar.relay.access.port;

import org.jspecify.annotations.NullMarked;
