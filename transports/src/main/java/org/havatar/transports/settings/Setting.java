package org.havatar.transports.settings;

import java.util.List;

/**
 * One setting as written.
 *
 * @param values one, or a list's
 * @param place where it stands, for messages: {@code relay.yaml line 12}
 * @param byManual it is the default
 */
record Setting(List<String> values, boolean list, String place, boolean byManual) {
  Setting {
    values = List.copyOf(values);
  }
}
