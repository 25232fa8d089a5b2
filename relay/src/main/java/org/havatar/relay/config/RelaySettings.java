package org.havatar.relay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.havatar.relay.api.ListedRelay;
import org.havatar.transports.settings.Settings;

/** Reads web.relays: {@code name=url} each. */
final class RelaySettings {
  static final String KEY = "web.relays";
  private static final int MOST = 8;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._()-]{0,39}");

  private RelaySettings() {}

  static List<ListedRelay> read(Settings settings) {
    List<ListedRelay> relays = new ArrayList<>();
    for (String text : settings.list(KEY)) {
      int at = text.indexOf('=');
      String name = at < 0 ? "" : text.substring(0, at).strip();
      String url = text.substring(at + 1).strip();
      if (!NAME.matcher(name).matches() || !RelayConfig.isOrigin(url)) {
        settings.fault(
            KEY,
            "has to hold relays like Frankfurt=https://fra.example.org, without path and default"
                + " port, in small letters behind the name: \"%s\"".formatted(text));
      } else {
        relays.add(new ListedRelay(name, url));
      }
    }
    if (settings.list(KEY).size() > MOST) {
      settings.fault(KEY, "may name at most %d relays".formatted(MOST));
    }
    return List.copyOf(relays);
  }
}
