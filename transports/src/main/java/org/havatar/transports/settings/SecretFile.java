package org.havatar.transports.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that holds a secret: whoever else may read it has the secret, too. Blocks. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * {@link #warning} of the settings' own file, when secrets stand in it, and of the files that
   * {@code keys} name.
   *
   * @param own where the settings come from; null: from no file
   */
  public static List<String> warnings(Settings settings, @Nullable Path own, String... keys) {
    List<String> all = new ArrayList<>();
    if (own != null) {
      settings.secretsInFile().forEach(key -> warning(key, own).ifPresent(all::add));
    }
    for (String key : keys) {
      settings
          .optionalText(key)
          .flatMap(ignored -> warning(key, settings.path(key)))
          .ifPresent(all::add);
    }
    return all;
  }

  /**
   * What is wrong with the file's mode and what to do, as a sentence for the log; empty when only
   * its user can read it, when a directory above it keeps all others out, or when that can't be
   * known here.
   *
   * @param key the setting that names the file
   */
  public static Optional<String> warning(String key, Path file) {
    try {
      Path real = file.toRealPath();
      if (!real.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return Optional.empty();
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(real);
      boolean isOpen =
          reaches(real, mode, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE)
              || reaches(
                  real, mode, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
      return isOpen
          ? Optional.of(
              "%s: others than its user can read %s (%s), so they have the secret in it: chmod 600"
                  .formatted(key, file, PosixFilePermissions.toString(mode)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whoever reads the file says that it can't be read
    }
  }

  private static boolean reaches(
      Path file, Set<PosixFilePermission> mode, PosixFilePermission read, PosixFilePermission enter)
      throws IOException {
    if (!mode.contains(read)) {
      return false;
    }
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(enter)) {
        return false;
      }
    }
    return true;
  }
}
