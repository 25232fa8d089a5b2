package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.havatar.ops.kit.Checkout;
import org.junit.jupiter.api.Test;

/**
 * What documents say about settings is so; that the programs read every key, their own tests see.
 */
final class ConfigurationDocumentsTest {
  private static final Pattern QUOTED_KEY =
      Pattern.compile("`([a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*)`");
  private static final Pattern FILE_NAME =
      Pattern.compile(".*\\.(yaml|md|pem|mv|jar|sh|json|xml|py|css)");
  private static final Pattern VARIABLE = Pattern.compile("HAVATAR_(?:RELAY|BRIDGE)_[A-Z][A-Z_]*");

  private final List<ManualFile> manuals = List.of(ManualFile.relay(), ManualFile.bridge());

  @Test
  void everyKeyOfTheManualsIsExplained() {
    for (ManualFile manual : manuals) {
      assertThat(manual.keys()).as(manual.file().toString()).hasSizeGreaterThan(10);
      assertThat(manual.uncommented()).as(manual.file().toString()).isEmpty();
    }
  }

  @Test
  void everyKeyAndVariableThatADocumentNamesExists() throws IOException {
    List<String> unknown = new ArrayList<>();
    int known = 0;
    for (Path document : documents()) {
      String text = Files.readString(document);
      for (String name : found(QUOTED_KEY, 1, text)) {
        boolean sounds = manuals.stream().anyMatch(manual -> manual.soundsLikeKey(name));
        boolean exists = manuals.stream().anyMatch(manual -> manual.keys().contains(name));
        if (sounds && !exists && !FILE_NAME.matcher(name).matches()) {
          unknown.add(document + ": " + name);
        }
        known += exists ? 1 : 0;
      }
      for (String name : found(VARIABLE, 0, text)) {
        if (manuals.stream().noneMatch(manual -> manual.isVariable(name))) {
          unknown.add(document + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(known).as("names that were found at all").isGreaterThan(5);
  }

  private static List<Path> documents() throws IOException {
    Path root = Checkout.root();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("ops/docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
    }
    for (String folder : List.of("", "ops", "relay", "robot-bridge", "transports", "frontend")) {
      all.add(root.resolve(folder).resolve("README.md"));
    }
    assertThat(all).allMatch(Files::isRegularFile);
    return all;
  }

  private static List<String> found(Pattern pattern, int group, String text) {
    Matcher matcher = pattern.matcher(text);
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(group));
    }
    return names;
  }
}
