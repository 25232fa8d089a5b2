package org.havatar.transports.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First message of a driver or watcher.
 *
 * @param instance 32 hex digits, random per page load
 * @param resumes the instance of the page load before a reload
 * @param standby the instance has another connection already: this one is not to replace it
 */
public record ClientHello(
    List<Integer> versions,
    List<String> features,
    String instance,
    String software,
    @Nullable String resumes,
    boolean standby)
    implements Event, FromClient {
  public ClientHello(
      List<Integer> versions, List<String> features, String instance, String software) {
    this(versions, features, instance, software, null, false);
  }

  public ClientHello {
    versions = List.copyOf(versions);
    features = List.copyOf(features);
  }
}
