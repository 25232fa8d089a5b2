package org.havatar.transports.server;

import java.util.Collections;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** All kinds of transports in the program's class path. */
public final class KnownTransports {
  private KnownTransports() {}

  /**
   * By name.
   *
   * @throws IllegalStateException when two have the same name
   */
  public static SortedMap<String, TransportFactory> all() {
    SortedMap<String, TransportFactory> all = new TreeMap<>();
    ServiceLoader.load(TransportFactory.class, TransportFactory.class.getClassLoader())
        .forEach(
            each -> {
              TransportFactory former = all.putIfAbsent(each.name(), each);
              if (former != null) {
                throw new IllegalStateException(
                    "two transports are called %s: %s and %s"
                        .formatted(each.name(), former.getClass(), each.getClass()));
              }
            });
    return Collections.unmodifiableSortedMap(all);
  }
}
