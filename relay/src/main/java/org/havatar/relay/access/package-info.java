/**
 * Who somebody is and what they may do: accounts, passwords, tokens, tickets, robots' keys,
 * permissions. Everything lasting goes through the port {@link org.havatar.relay.access.Store}.
 */
@NullMarked
package org.havatar.relay.access;

import org.jspecify.annotations.NullMarked;
