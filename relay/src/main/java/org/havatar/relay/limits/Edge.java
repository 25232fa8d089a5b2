package org.havatar.relay.limits;

/** Whose request or socket it is, and how often they may; one for all doors of a node. */
public record Edge(Limits limits, PeerAddresses addresses) {}
