/**
 * The HTTPS port, and what all transports that come over HTTP share: how a handshake says who comes
 * and whence, from which pages one may, deadlines, and rules that stand before Vert.x.
 */
@NullMarked
package org.havatar.transports.http;

import org.jspecify.annotations.NullMarked;
