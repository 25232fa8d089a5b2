/** Robots as they are registered: owner, keys, what is noted about them. */
@NullMarked
package org.havatar.relay.access.robots;

import org.jspecify.annotations.NullMarked;
