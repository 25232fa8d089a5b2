package org.havatar.relay.store;

/** A document's name: unique within its kind. */
public record Key(Kind kind, String name) {
  static Key account(String name) {
    return new Key(Kind.ACCOUNT, name);
  }

  static Key robot(String robotId) {
    return new Key(Kind.ROBOT, robotId);
  }

  static Key robotKeys(String robotId) {
    return new Key(Kind.ROBOT_KEYS, robotId);
  }
}
