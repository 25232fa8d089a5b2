/**
 * Whose request or socket it is, and how often they may: addresses behind proxies, token buckets,
 * counts of open sockets. Knows nothing of accounts and sessions but their names.
 */
@NullMarked
package org.havatar.relay.limits;

import org.jspecify.annotations.NullMarked;
