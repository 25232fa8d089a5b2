package org.havatar.transports.settings;

import java.util.List;

/** The settings are wrong; each fault is a sentence that names the key and where it stands. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<String> faults;

  public SettingsException(List<String> faults) {
    super(String.join(" ", faults));
    this.faults = List.copyOf(faults);
  }

  public List<String> faults() {
    return faults;
  }
}
