/** The store that several nodes share: documents, changes and short-lived things in Redis. */
@NullMarked
package org.havatar.relay.store.redis;

import org.jspecify.annotations.NullMarked;
