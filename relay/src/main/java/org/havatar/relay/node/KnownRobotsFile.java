package org.havatar.relay.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link KnownRobots} over a restart, in a small file of the data directory, which only the
 * relay's user can read. A note, not a record: when it is lost robots are strangers once. Blocks.
 */
final class KnownRobotsFile {
  private static final Logger LOG = LoggerFactory.getLogger(KnownRobotsFile.class);
  private static final String NAME = "known-robots";

  private final Path file;
  private final KnownRobots known;

  KnownRobotsFile(Path dataDirectory, KnownRobots known) {
    this.file = dataDirectory.resolve(NAME);
    this.known = known;
  }

  void load() {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      known.restore(lines.limit(KnownRobots.MOST_ROBOTS).toList());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} can't be read, so robots are strangers once: {}", file, e.toString());
    }
  }

  /** When there is something new; by one thread at a time. */
  synchronized void save() {
    @Nullable List<String> lines = known.takeChanged();
    if (lines == null) {
      return;
    }
    Path fresh = file.resolveSibling(NAME + ".new");
    try {
      Files.write(fresh, lines, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} can't be written, so robots may be strangers once: {}", file, e.toString());
    }
  }
}
