package org.havatar.relay.access.robots;

/** A registered robot, as everybody who may reach it sees it. */
public record Robot(String robotId, String name, String type) {}
