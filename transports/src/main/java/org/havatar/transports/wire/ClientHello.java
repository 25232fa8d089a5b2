package org.havatar.transports.wire;

import java.util.List;

/** First message of a driver or watcher. {@code instance}: 32 hex digits, random per page load. */
public record ClientHello(
    List<Integer> versions, List<String> features, String instance, String software)
    implements Event {
  public ClientHello {
    versions = List.copyOf(versions);
    features = List.copyOf(features);
  }
}
