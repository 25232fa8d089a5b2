package org.havatar.transports.link;

/**
 * Where a link leads.
 *
 * @param transport name as in metrics: {@code websocket}
 * @param remoteAddress address of the peer, without its port
 * @param named true when the handshake named this protocol; false may be an older peer (PROTOCOL.md
 *     §11)
 */
public record LinkInfo(String transport, String remoteAddress, boolean named) {}
