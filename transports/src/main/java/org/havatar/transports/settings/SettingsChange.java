package org.havatar.transports.settings;

/**
 * One key whose value is another now; values as they may be shown to everybody, secrets are not.
 */
public record SettingsChange(String key, String before, String after) {
  @Override
  public String toString() {
    return "%s %s → %s".formatted(key, before, after);
  }
}
