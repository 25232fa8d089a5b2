/** Copies of the audit log that leave the relay, so that who can change the one can't the other. */
@NullMarked
package org.havatar.relay.copy;

import org.jspecify.annotations.NullMarked;
