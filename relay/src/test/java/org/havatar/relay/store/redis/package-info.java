@NullMarked
package org.havatar.relay.store.redis;

import org.jspecify.annotations.NullMarked;
