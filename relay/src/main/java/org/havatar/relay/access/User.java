package org.havatar.relay.access;

/**
 * A person who has proved who he is.
 *
 * @param name the account's name, lower case
 */
public record User(String name, String displayName, boolean administrator) {}
