/**
 * What a transport is ({@link org.havatar.transports.link.Transport}) and what sessions see of it:
 * a {@link org.havatar.transports.link.Link} to offer messages to, a {@link
 * org.havatar.transports.link.LinkListener} that hears it, and the {@link
 * org.havatar.transports.link.Acceptor} that decides by a {@link org.havatar.transports.link.Claim}
 * whom to let in.
 */
@NullMarked
package org.havatar.transports.link;

import org.jspecify.annotations.NullMarked;
