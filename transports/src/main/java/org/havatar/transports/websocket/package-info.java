/** WebSocket: the server verticle that owns the HTTPS port, and the dialer. */
@NullMarked
package org.havatar.transports.websocket;

import org.jspecify.annotations.NullMarked;
