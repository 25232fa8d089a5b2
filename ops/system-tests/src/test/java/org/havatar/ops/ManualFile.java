package org.havatar.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.havatar.ops.kit.Checkout;

/**
 * A program's commented YAML as a reader sees it: two levels, comments above what they explain.
 *
 * @param uncommented keys with neither a comment nor a commented neighbour right above them
 */
record ManualFile(
    Path file,
    String environmentPrefix,
    Set<String> sections,
    Set<String> keys,
    Set<String> uncommented) {
  private static final Pattern SECTION = Pattern.compile("([a-z_]+):");
  private static final Pattern KEY = Pattern.compile("  ([a-z_]+): .+");

  static ManualFile relay() {
    return read("relay/src/main/resources/relay.yaml", "HAVATAR_RELAY_");
  }

  static ManualFile bridge() {
    return read("robot-bridge/src/main/resources/robot-bridge.yaml", "HAVATAR_BRIDGE_");
  }

  private static ManualFile read(String path, String environmentPrefix) {
    Path file = Checkout.root().resolve(path);
    ManualFile manual =
        new ManualFile(
            file,
            environmentPrefix,
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    try {
      manual.readLines(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return manual;
  }

  private void readLines(String text) {
    String section = "";
    boolean explained = false;
    for (String line : text.lines().toList()) {
      Matcher opens = SECTION.matcher(line);
      Matcher key = KEY.matcher(line);
      if (opens.matches()) {
        section = opens.group(1);
        sections.add(section);
      } else if (key.matches()) {
        String path = section + "." + key.group(1);
        keys.add(path);
        if (!explained) {
          uncommented.add(path);
        }
        continue;
      }
      explained = line.startsWith("  #");
    }
  }

  /** A name in a text that reads as a key of this program. */
  boolean soundsLikeKey(String name) {
    int dot = name.indexOf('.');
    String last = name.substring(dot + 1);
    return sections.contains(name.substring(0, dot))
        || keys.stream().anyMatch(key -> key.endsWith("." + last));
  }

  boolean isVariable(String name) {
    return keys.stream()
        .map(key -> environmentPrefix + key.replace('.', '_').toUpperCase(Locale.ROOT))
        .anyMatch(name::equals);
  }
}
