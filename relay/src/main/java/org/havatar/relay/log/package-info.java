/** How often one kind of line is written to the log. A leaf: knows nothing of the relay. */
@NullMarked
package org.havatar.relay.log;

import org.jspecify.annotations.NullMarked;
