package org.havatar.relay.api.document;

/**
 * What is wrong with a value.
 *
 * @param field which part of it, such as {@code windows[2].from}; empty: all of it
 * @param kind whether it is absent or not as asked
 * @param expected what it has to be, without verb: {@code text of 1 to 200 characters}
 */
public record Fault(String field, Kind kind, String expected) {
  /** How it is wrong. */
  public enum Kind {
    MISSING,
    WRONG
  }
}
