/**
 * Clients and robots of the older JSON dialect (PROTOCOL.md §11): each stands behind an adapter
 * that speaks the protocol in its name, towards an unchanged session. Plain objects, time as an
 * argument.
 */
@NullMarked
package org.havatar.relay.session.older;

import org.jspecify.annotations.NullMarked;
