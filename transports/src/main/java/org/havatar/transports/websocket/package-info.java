/** Links over WebSockets: the transport, its links, and the dialer for the other end. */
@NullMarked
package org.havatar.transports.websocket;

import org.jspecify.annotations.NullMarked;
