package org.havatar.relay.access.robots;

/**
 * A robot as the store keeps it.
 *
 * @param owner name of the account that registered it
 * @param keyHash SHA-256 of its key, in hexadecimal
 */
public record RobotEntry(Robot robot, String owner, RobotDetails details, String keyHash) {}
