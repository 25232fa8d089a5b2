/** Who did what to what, when and from where: append-only, bounded. */
@NullMarked
package org.havatar.relay.access.audit;

import org.jspecify.annotations.NullMarked;
