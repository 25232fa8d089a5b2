package org.havatar.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings by key, read as what they should be. Faults are gathered, so that one look shows them
 * all; after a fault a reader returns something harmless.
 */
final class Settings {
  /**
   * One setting as written.
   *
   * @param values one, or a list's
   * @param byManual it is the default
   * @param place where it stands, for messages: {@code relay.yaml line 12}
   */
  record Setting(List<String> values, boolean list, String place, boolean byManual) {
    Setting {
      values = List.copyOf(values);
    }
  }

  private final Map<String, Setting> byKey;
  private final List<String> faults = new ArrayList<>();

  Settings(Map<String, Setting> byKey) {
    this.byKey = byKey;
  }

  private Setting get(String key) {
    Setting setting = byKey.get(key);
    if (setting == null) {
      throw new IllegalArgumentException("the manual has no key " + key);
    }
    return setting;
  }

  /** True while nobody wrote it, neither in a file nor in the environment. */
  boolean isDefault(String key) {
    return get(key).byManual();
  }

  String text(String key) {
    return get(key).values().get(0);
  }

  Optional<String> optionalText(String key) {
    return Optional.of(text(key)).filter(text -> !text.isEmpty());
  }

  List<String> list(String key) {
    return get(key).values();
  }

  boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      fault(key, "has to be true or false");
    }
    return text.equals("true");
  }

  int integer(String key, int least, int most) {
    OptionalInt number = parse(text(key));
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      fault(key, "has to be a number from %d to %d".formatted(least, most));
      return least;
    }
    return number.getAsInt();
  }

  private static OptionalInt parse(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  String oneOf(String key, List<String> allowed) {
    String text = text(key);
    if (!allowed.contains(text)) {
      fault(key, "has to be " + String.join(" or ", allowed));
      return allowed.get(0);
    }
    return text;
  }

  /** Notes that {@code key} is wrong: "{@code key} {@code why}." */
  void fault(String key, String why) {
    faults.add("%s: %s %s.".formatted(get(key).place(), key, why));
  }

  List<String> faults() {
    return List.copyOf(faults);
  }
}
