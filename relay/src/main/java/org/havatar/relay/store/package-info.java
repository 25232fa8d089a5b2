/** Implementations of {@link org.havatar.relay.access.Store}. */
@NullMarked
package org.havatar.relay.store;

import org.jspecify.annotations.NullMarked;
