package org.havatar.relay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.havatar.relay.access.port.Unavailable;

/** The directory of everything that lasts; readable by the relay's user only. */
public final class DataDirectory {
  private DataDirectory() {}

  /**
   * Makes it when it doesn't exist.
   *
   * @throws Unavailable with a sentence for a person
   */
  public static Path prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      return directory;
    } catch (IOException e) {
      throw new Unavailable(
          "The data directory %s can't be used (%s); set data.directory."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  public static Path store(Path directory) {
    return directory.resolve("relay.mv");
  }

  public static Path commandLog(Path directory) {
    return directory.resolve("commands.mv");
  }
}
