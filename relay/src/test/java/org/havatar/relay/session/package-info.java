/** Tests of the sessions with links, clock and robots of their own. */
@NullMarked
package org.havatar.relay.session;

import org.jspecify.annotations.NullMarked;
