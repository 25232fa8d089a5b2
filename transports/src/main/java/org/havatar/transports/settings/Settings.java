package org.havatar.transports.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings by key, read as what they should be. Faults are gathered, so that one look shows them
 * all; after a fault a reader returns something harmless. One thread.
 */
public final class Settings {
  private final Manual manual;
  private final Map<String, Setting> byKey;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> unread;

  Settings(Manual manual, Map<String, Setting> byKey) {
    this.manual = manual;
    this.byKey = Map.copyOf(byKey);
    this.unread = new TreeSet<>(byKey.keySet());
  }

  private Setting get(String key) {
    Setting setting = byKey.get(key);
    if (setting == null) {
      throw new IllegalArgumentException("the manual has no key " + key);
    }
    unread.remove(key);
    return setting;
  }

  /** True while nobody wrote it, neither in a file nor in the environment. */
  public boolean isDefault(String key) {
    return get(key).byManual();
  }

  public String text(String key) {
    return get(key).values().get(0);
  }

  /** Empty when it is blank. */
  public Optional<String> optionalText(String key) {
    return Optional.of(text(key).strip()).filter(text -> !text.isEmpty());
  }

  /** A text that has to be there; blank after a fault. */
  public String required(String key) {
    String text = text(key).strip();
    if (text.isEmpty()) {
      fault(key, "is required");
    }
    return text;
  }

  public List<String> list(String key) {
    return get(key).values();
  }

  public boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      wrong(key, "has to be true or false");
    }
    return text.equals("true");
  }

  /** After a fault {@code least}. */
  public int integer(String key, int least, int most) {
    OptionalInt number = parse(text(key));
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      wrong(key, "has to be a whole number from %d to %d".formatted(least, most));
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

  /** After a fault the first of {@code allowed}. */
  public String oneOf(String key, List<String> allowed) {
    String text = text(key);
    if (!allowed.contains(text)) {
      wrong(key, "has to be " + String.join(" or ", allowed));
      return allowed.get(0);
    }
    return text;
  }

  /** After a fault the empty path. */
  public Path path(String key) {
    try {
      return Path.of(text(key).strip());
    } catch (InvalidPathException e) {
      fault(key, "is no path: " + e.getReason());
      return Path.of("");
    }
  }

  /**
   * Notes that {@code key} is wrong: "{@code key} {@code why}." Never put a secret in {@code why}.
   */
  public void fault(String key, String why) {
    faults.add("%s: %s %s.".formatted(get(key).place(), key, why));
  }

  private void wrong(String key, String wanted) {
    fault(
        key,
        manual.secrets().contains(key) ? wanted : wanted + ", not \"%s\"".formatted(text(key)));
  }

  /** A key with its place, for faults that are about two of them. */
  public String named(String key) {
    return "%s (%s)".formatted(key, get(key).place());
  }

  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** To be called when everything was read. */
  public void throwIfFaulty() throws SettingsException {
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
  }

  public Set<String> keys() {
    return Set.copyOf(byKey.keySet());
  }

  /** Keys that nobody asked for: the manual promises something that the program doesn't do. */
  public Set<String> unread() {
    return Set.copyOf(unread);
  }

  /** Keys whose value is a secret that stands in the person's file. */
  public Set<String> secretsInFile() {
    Set<String> found = new TreeSet<>();
    byKey.forEach(
        (key, setting) -> {
          boolean isInFile =
              !setting.byManual() && !setting.place().startsWith(manual.environmentPrefix());
          if (isInFile && manual.secrets().contains(key) && !setting.values().get(0).isBlank()) {
            found.add(key);
          }
        });
    return found;
  }

  /** What was read, for a person: files and variables, in the order in which they win. */
  public String sources() {
    Set<String> written = new TreeSet<>();
    byKey.values().stream()
        .filter(setting -> !setting.byManual())
        .forEach(setting -> written.add(setting.place().replaceFirst(" line \\d+$", "")));
    List<String> files =
        written.stream().filter(place -> !place.startsWith(manual.environmentPrefix())).toList();
    List<String> all = new ArrayList<>(files);
    written.removeAll(files);
    all.addAll(written);
    return all.isEmpty() ? "nothing but the defaults" : String.join(", ", all);
  }

  /** These settings, but {@code keys} as they are in {@code newer}. */
  Settings with(Settings newer, Set<String> keys) {
    Map<String, Setting> merged = new LinkedHashMap<>(byKey);
    keys.forEach(key -> merged.put(key, Objects.requireNonNull(newer.byKey.get(key), key)));
    return new Settings(manual, merged);
  }

  /** What is different in {@code newer}, ordered by key. */
  List<SettingsChange> changesTo(Settings newer) {
    List<SettingsChange> changes = new ArrayList<>();
    for (String key : new TreeSet<>(byKey.keySet())) {
      if (!values(key).equals(newer.values(key))) {
        changes.add(new SettingsChange(key, shown(key), newer.shown(key)));
      }
    }
    return changes;
  }

  private List<String> values(String key) {
    return Objects.requireNonNull(byKey.get(key), key).values();
  }

  private String shown(String key) {
    if (manual.secrets().contains(key)) {
      return "(secret)";
    }
    Setting setting = Objects.requireNonNull(byKey.get(key), key);
    return setting.list() ? setting.values().toString() : "\"" + setting.values().get(0) + "\"";
  }
}
