/**
 * What sessions see of a transport: a {@link org.havatar.transports.link.Link} to offer messages
 * to, a {@link org.havatar.transports.link.LinkListener} that hears it, and the {@link
 * org.havatar.transports.link.Acceptor} that decides whom to let in.
 */
@NullMarked
package org.havatar.transports.link;

import org.jspecify.annotations.NullMarked;
