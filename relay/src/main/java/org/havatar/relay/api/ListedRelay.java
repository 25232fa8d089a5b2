package org.havatar.relay.api;

/**
 * A relay of the same cluster or of another region, as people reach it.
 *
 * @param name for people
 * @param url an origin: scheme, host, and port unless it is the usual one
 */
public record ListedRelay(String name, String url) {
  /** The same place for WebSockets. */
  String socketUrl() {
    return "ws" + url.substring("http".length());
  }
}
