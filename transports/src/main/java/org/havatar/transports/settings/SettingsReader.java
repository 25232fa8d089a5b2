package org.havatar.transports.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts settings together: the manual's defaults, a file over them, the environment over both. The
 * manual also says which keys there are and which of them are lists.
 */
final class SettingsReader {
  private final Manual manual;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> sections = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  private SettingsReader(Manual manual) {
    this.manual = manual;
  }

  static Settings read(SettingsSource source) throws SettingsException {
    SettingsReader reader = new SettingsReader(source.manual());
    reader.readManual();
    Path file = source.file();
    if (file != null) {
      reader.readFile(file);
    }
    reader.readEnvironment(new TreeMap<>(source.environment()));
    if (!reader.faults.isEmpty()) {
      throw new SettingsException(reader.faults);
    }
    return new Settings(source.manual(), reader.settings);
  }

  private void readManual() {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(manual.text()));
    flatten("", root, "built-in " + manual.name(), true);
  }

  private void readFile(Path file) {
    try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      Node root = new Yaml(new LoaderOptions()).compose(in);
      if (root != null) {
        flatten("", root, file.toString(), false);
      }
    } catch (NoSuchFileException e) {
      faults.add("There is no file " + file + ".");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      faults.add("%s line %d: this is no YAML (%s).".formatted(file, line, problem(e)));
    } catch (YAMLException | IOException e) {
      faults.add("The file %s can't be read: %s.".formatted(file, e.getMessage()));
    }
  }

  /**
   * Without the word it is about: a key that begins with * or & is an alias or an anchor to YAML.
   */
  private static String problem(MarkedYAMLException e) {
    return String.valueOf(e.getProblem()).replaceAll("\\b(alias|anchor|handle|tag)\\b.*", "$1");
  }

  private void flatten(String prefix, Node node, String source, boolean byManual) {
    if (node instanceof ScalarNode empty && empty.getTag().equals(Tag.NULL)) {
      return; // a section whose keys are all commented out
    }
    if (!(node instanceof MappingNode mapping)) {
      faults.add(place(source, node) + ": here keys with values are expected.");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      String place = place(source, entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)
          || !scalar.getValue().matches("\\w[\\w-]{0,63}")) {
        faults.add(place + ": here a key is expected, like port: 8443.");
        continue;
      }
      String key = prefix + scalar.getValue();
      if (!seen.add(key)) {
        faults.add("%s: %s is there twice; keep one of them.".formatted(place, key));
      }
      take(key, entry.getValueNode(), place, source, byManual);
    }
  }

  private void take(String key, Node value, String place, String source, boolean byManual) {
    if (byManual && value instanceof MappingNode) {
      sections.add(key);
    }
    if (sections.contains(key)) {
      flatten(key + ".", value, source, byManual);
    } else if (byManual || settings.containsKey(key)) {
      takeValue(key, value, place, byManual);
    } else {
      List<String> known = new ArrayList<>(settings.keySet());
      known.addAll(sections);
      faults.add("%s: unknown key %s.%s".formatted(place, key, didYouMean(key, known)));
    }
  }

  private static String didYouMean(String written, Collection<String> known) {
    return NearestName.of(written, known)
        .map(name -> " Did you mean " + name + "?")
        .orElse(" --print-config shows all there are.");
  }

  private void takeValue(String key, Node value, String place, boolean byManual) {
    Setting known = settings.get(key);
    boolean list = known == null ? value instanceof SequenceNode : known.list();
    if (!list && value instanceof ScalarNode scalar) {
      settings.put(key, new Setting(List.of(scalar.getValue()), false, place, byManual));
    } else if (list
        && value instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      List<String> values =
          sequence.getValue().stream().map(item -> ((ScalarNode) item).getValue().strip()).toList();
      settings.put(key, new Setting(values, true, place, byManual));
    } else {
      String wanted = list ? "a list, like [\"a\", \"b\"] or []" : "one value";
      faults.add("%s: %s has to be %s.".formatted(place, key, wanted));
    }
  }

  private static String place(String source, Node node) {
    return "%s line %d".formatted(source, node.getStartMark().getLine() + 1);
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, String> keyOfVariable = new TreeMap<>();
    settings.keySet().forEach(key -> keyOfVariable.put(manual.variable(key), key));
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(manual.environmentPrefix())) {
            return;
          }
          String key = keyOfVariable.get(name);
          Setting known = key == null ? null : settings.get(key);
          if (key == null || known == null) {
            String meant = didYouMean(name, keyOfVariable.keySet());
            faults.add("Unknown environment variable %s.%s".formatted(name, meant));
          } else {
            List<String> values = known.list() ? split(value) : List.of(value.strip());
            settings.put(key, new Setting(values, known.list(), name, false));
          }
        });
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
