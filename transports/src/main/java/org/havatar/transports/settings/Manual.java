package org.havatar.transports.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The commented YAML file that a program is packed with: which keys there are, what they mean, and
 * the only place where their defaults are written.
 *
 * @param name of the resource at the root of the program's classes
 * @param environmentPrefix of the variables that set keys, such as {@code HAVATAR_RELAY_}
 * @param secrets keys whose values are never shown
 */
public record Manual(Class<?> program, String name, String environmentPrefix, Set<String> secrets) {
  public Manual {
    secrets = Set.copyOf(secrets);
  }

  /** As it was written, with its comments. */
  public String text() {
    try (InputStream in = program.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program was packed without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name of the environment variable that sets {@code key}. */
  public String variable(String key) {
    return environmentPrefix + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
