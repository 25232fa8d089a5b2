package org.havatar.transports.settings;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's settings come from; later ones win: manual, file, environment.
 *
 * @param file a person's YAML, null for none
 */
public record SettingsSource(Manual manual, @Nullable Path file, Map<String, String> environment) {
  public SettingsSource {
    environment = Map.copyOf(environment);
  }

  /**
   * Reads all of them, again at each call. Blocks.
   *
   * @throws SettingsException with everything that is wrong about keys and shapes
   */
  public Settings read() throws SettingsException {
    return SettingsReader.read(this);
  }
}
