package org.havatar.bridge;

import java.util.List;

/** The configuration can't be used; the message names every key that is wrong, one a line. */
final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
