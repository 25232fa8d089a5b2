package org.havatar.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.havatar.relay.Settings.Setting;
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
 * Puts settings together: the manual's defaults, a file over them, the environment over both. The
 * manual also says which keys there are and which of them are lists.
 */
final class SettingsReader {
  static final String MANUAL = "relay.yaml";
  static final String ENVIRONMENT_PREFIX = "HAVATAR_RELAY_";

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private SettingsReader() {}

  static Settings read(@Nullable Path file, Map<String, String> environment)
      throws ConfigException {
    SettingsReader reader = new SettingsReader();
    reader.readManual();
    if (file != null) {
      reader.readFile(file);
    }
    reader.readEnvironment(environment);
    if (!reader.faults.isEmpty()) {
      throw new ConfigException(reader.faults);
    }
    return new Settings(reader.settings);
  }

  static String manual() throws IOException {
    try (InputStream in = SettingsReader.class.getClassLoader().getResourceAsStream(MANUAL)) {
      if (in == null) {
        throw new IOException("the program was packed without " + MANUAL);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void readManual() throws ConfigException {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(manual()));
      flatten("", root, "built-in " + MANUAL, true);
    } catch (IOException e) {
      throw new ConfigException(List.of(e.getMessage() + "."));
    }
  }

  private void readFile(Path file) throws ConfigException {
    try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      Node root = new Yaml(new LoaderOptions()).compose(in);
      if (root != null) {
        flatten("", root, file.toString(), false);
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(List.of("There is no file " + file + "."));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ConfigException(
          List.of("%s line %d: this is no YAML (%s).".formatted(file, line, e.getProblem())));
    } catch (YAMLException | IOException e) {
      throw new ConfigException(
          List.of("The file %s can't be read: %s.".formatted(file, e.getMessage())));
    }
  }

  private void flatten(String prefix, Node node, String source, boolean manual) {
    if (!(node instanceof MappingNode mapping)) {
      faults.add(place(source, node) + ": here keys with values are expected.");
      return;
    }
    List<String> seen = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      String place = place(source, entry.getKeyNode());
      String name =
          entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "that is no text";
      String key = prefix + name;
      if (seen.contains(key)) {
        faults.add("%s: %s is there twice.".formatted(place, key));
      }
      seen.add(key);
      take(key, entry.getValueNode(), place, source, manual);
    }
  }

  private void take(String key, Node value, String place, String source, boolean manual) {
    boolean section =
        manual
            ? value instanceof MappingNode
            : settings.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    if (section) {
      flatten(key + ".", value, source, manual);
    } else if (!manual && !settings.containsKey(key)) {
      faults.add("%s: unknown key %s.".formatted(place, key));
    } else {
      takeValue(key, value, place, manual);
    }
  }

  private void takeValue(String key, Node value, String place, boolean manual) {
    Setting known = settings.get(key);
    boolean list = known == null ? value instanceof SequenceNode : known.list();
    if (!list && value instanceof ScalarNode scalar) {
      settings.put(key, new Setting(List.of(scalar.getValue()), false, place, manual));
    } else if (list
        && value instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      List<String> values =
          sequence.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList();
      settings.put(key, new Setting(values, true, place, manual));
    } else {
      faults.add("%s: %s has to be %s.".formatted(place, key, list ? "a list" : "one value"));
    }
  }

  private static String place(String source, Node node) {
    return "%s line %d".formatted(source, node.getStartMark().getLine() + 1);
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, String> keyOfVariable = new TreeMap<>();
    settings.keySet().forEach(key -> keyOfVariable.put(variable(key), key));
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(ENVIRONMENT_PREFIX)) {
            return;
          }
          String key = keyOfVariable.get(name);
          Setting known = key == null ? null : settings.get(key);
          if (key == null || known == null) {
            faults.add("Unknown environment variable %s.".formatted(name));
          } else {
            List<String> values = known.list() ? split(value) : List.of(value);
            settings.put(key, new Setting(values, known.list(), name, false));
          }
        });
  }

  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
