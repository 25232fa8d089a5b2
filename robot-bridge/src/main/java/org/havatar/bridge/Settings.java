package org.havatar.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The values of all keys, by their dotted paths: the defaults of the commented {@code
 * robot-bridge.yaml}, then a person's file, then the environment.
 */
final class Settings {
  static final String DEFAULTS = "/robot-bridge.yaml";
  static final String ENVIRONMENT_PREFIX = "HAVATAR_BRIDGE_";

  /**
   * @param origin where it was written, for messages
   */
  private record Value(List<String> items, boolean isList, String origin) {}

  private final Map<String, Value> values = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param file the person's YAML, null for none
   * @param fileName for messages
   */
  static Settings load(@Nullable Reader file, String fileName, Map<String, String> environment)
      throws ConfigurationException {
    Settings settings = new Settings();
    settings.putDefaults();
    if (file != null) {
      settings.putFile(file, fileName);
    }
    settings.putEnvironment(environment);
    if (!settings.problems.isEmpty()) {
      throw new ConfigurationException(settings.problems);
    }
    return settings;
  }

  /** The one value of a key. */
  String text(String key) {
    return value(key).items.getFirst();
  }

  List<String> list(String key) {
    return value(key).items;
  }

  /** "key (where it was written)", for messages. */
  String where(String key) {
    return key + " (" + value(key).origin + ")";
  }

  private Value value(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  private void putDefaults() {
    try (InputStream in = Objects.requireNonNull(Settings.class.getResourceAsStream(DEFAULTS));
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      read(reader, "default").forEach(values::put);
    } catch (IOException e) {
      throw new IllegalStateException("the program's own " + DEFAULTS + " can't be read", e);
    }
  }

  private void putFile(Reader file, String fileName) {
    read(file, fileName)
        .forEach(
            (key, value) -> {
              Value known = values.get(key);
              if (known == null) {
                problems.add(value.origin + ": unknown key " + key);
              } else if (known.isList != value.isList) {
                String wanted = known.isList ? "a list" : "one value";
                problems.add(value.origin + ": " + key + " must be " + wanted);
              } else {
                values.put(key, value);
              }
            });
  }

  private void putEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new TreeMap<>();
    values.keySet().forEach(key -> keys.put(variable(key), key));
    environment.forEach(
        (name, text) -> {
          String key = keys.get(name);
          if (key != null) {
            boolean isList = value(key).isList;
            List<String> items = isList ? split(text) : List.of(text.strip());
            values.put(key, new Value(items, isList, "environment " + name));
          } else if (name.startsWith(ENVIRONMENT_PREFIX)) {
            problems.add("environment: unknown variable " + name);
          }
        });
  }

  /** Name of the environment variable of a key. */
  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static List<String> split(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  private Map<String, Value> read(Reader reader, String name) {
    Map<String, Value> found = new TreeMap<>();
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Node root = new Yaml(options).compose(reader);
      if (root != null) {
        flatten("", root, name, found);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(name + ":" + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(name + ": " + e.getMessage());
    }
    return found;
  }

  private void flatten(String path, Node node, String name, Map<String, Value> found) {
    String origin = name + ":" + (node.getStartMark().getLine() + 1);
    switch (node) {
      case MappingNode mapping -> {
        for (NodeTuple entry : mapping.getValue()) {
          String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
          flatten(path.isEmpty() ? key : path + "." + key, entry.getValueNode(), name, found);
        }
      }
      case ScalarNode scalar ->
          put(path, new Value(List.of(scalar.getValue()), false, origin), found);
      case SequenceNode sequence -> {
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          if (item instanceof ScalarNode scalar) {
            items.add(scalar.getValue());
          } else {
            problems.add(origin + ": " + path + " must be a list of plain values");
          }
        }
        put(path, new Value(items, true, origin), found);
      }
      default -> problems.add(origin + ": " + path + " is neither value, list nor group");
    }
  }

  private void put(String path, Value value, Map<String, Value> found) {
    if (found.put(path, value) != null) {
      problems.add(value.origin + ": " + path + " is there twice");
    }
  }
}
