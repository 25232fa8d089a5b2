/** Who somebody is: accounts, passwords, logins, tokens, tickets. */
@NullMarked
package org.havatar.relay.access.identity;

import org.jspecify.annotations.NullMarked;
