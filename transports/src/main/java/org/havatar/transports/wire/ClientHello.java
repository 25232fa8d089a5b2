package org.havatar.transports.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First message of a driver or watcher.
 *
 * @param instance 32 hex digits, random per page load
 * @param resumes the instance of the page load before a reload
 */
public record ClientHello(
    List<Integer> versions,
    List<String> features,
    String instance,
    String software,
    @Nullable String resumes)
    implements Event, FromClient {
  public ClientHello(
      List<Integer> versions, List<String> features, String instance, String software) {
    this(versions, features, instance, software, null);
  }

  public ClientHello {
    versions = List.copyOf(versions);
    features = List.copyOf(features);
  }
}
