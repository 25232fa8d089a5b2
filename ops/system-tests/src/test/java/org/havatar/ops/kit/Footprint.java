package org.havatar.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds of the operating system, from {@code /proc}: what grows with each fault is
 * leaked.
 */
public record Footprint(long threads, long descriptors) {
  public static Footprint of(Program program) {
    Path process = Path.of("/proc", Long.toString(program.pid()));
    return new Footprint(count(process.resolve("task")), count(process.resolve("fd")));
  }

  private static long count(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
