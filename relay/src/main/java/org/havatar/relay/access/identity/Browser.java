package org.havatar.relay.access.identity;

/**
 * What the browser of somebody who logs in keeps of it.
 *
 * @param keeps whether it keeps anything at all
 * @param shown what it was given at a former login, see {@link KnownBrowser}; empty: nothing
 */
public record Browser(boolean keeps, String shown) {
  public static final Browser NONE = new Browser(false, "");

  /** Without what it proves: records end up in logs. */
  @Override
  public String toString() {
    return "Browser[" + keeps + "]";
  }
}
