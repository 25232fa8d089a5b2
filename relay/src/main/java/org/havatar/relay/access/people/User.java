package org.havatar.relay.access.people;

/**
 * A person who has proved who they are.
 *
 * @param name the account's name, lower case
 */
public record User(String name, String displayName, Role role) {
  /** An administrator, or somebody who may own robots. */
  public User(String name, String displayName, boolean administrator) {
    this(name, displayName, administrator ? Role.ADMINISTRATOR : Role.USER);
  }

  public boolean administrator() {
    return role == Role.ADMINISTRATOR;
  }
}
