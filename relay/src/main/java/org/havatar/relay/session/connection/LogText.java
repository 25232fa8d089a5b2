package org.havatar.relay.session.connection;

/** A peer's own words in a log. */
public final class LogText {
  private LogText() {}

  /** In one line, and nothing that a terminal acts on. */
  public static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
