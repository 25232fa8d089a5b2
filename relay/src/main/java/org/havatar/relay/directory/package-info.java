/**
 * Which connections robots, clients and boards have, on this node and, as far as they tell, on the
 * others. Plain objects in memory: a lookup on the driving path never waits.
 */
@NullMarked
package org.havatar.relay.directory;

import org.jspecify.annotations.NullMarked;
