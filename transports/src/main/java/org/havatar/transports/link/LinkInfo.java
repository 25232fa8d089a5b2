package org.havatar.transports.link;

/**
 * Where a link leads.
 *
 * @param transport name as in metrics: {@code websocket}
 * @param remoteAddress address of the peer, without its port
 */
public record LinkInfo(String transport, String remoteAddress) {}
