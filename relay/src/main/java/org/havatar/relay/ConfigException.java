package org.havatar.relay;

import java.util.List;

/** The configuration is wrong; each fault is a sentence that names the key and where it stands. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<String> faults;

  ConfigException(List<String> faults) {
    super(String.join(" ", faults));
    this.faults = List.copyOf(faults);
  }

  List<String> faults() {
    return faults;
  }
}
