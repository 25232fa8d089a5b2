package org.havatar.relay.cluster;

/**
 * Another node.
 *
 * @param id fresh at every start
 * @param name as its certificate says it, for people
 * @param bus {@code address:port} of its event bus
 * @param protocol the version that it speaks
 */
public record Peer(String id, String name, String bus, int protocol) {}
