/** Tests of the directory and of the carrier on real event loops. */
@NullMarked
package org.havatar.relay.routing;

import org.jspecify.annotations.NullMarked;
