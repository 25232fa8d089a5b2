package org.havatar.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that nodes handed to this robot (PROTOCOL.md §6), newest first. Blocking.
 *
 * <p>A file that is missing or damaged holds none: the configured key is tried then, and the owner
 * can let the robot in again.
 */
final class KeyFile {
  static final String FILE_NAME = "robot-keys";

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final String HEAD = "havatar robot keys 1";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,512}");

  private final Path file;

  KeyFile(Path directory) {
    this.file = directory.resolve(FILE_NAME);
  }

  /**
   * The keys on disk; none when there is no file.
   *
   * @throws IOException when there is a file and it can't be read
   */
  List<String> read() throws IOException {
    List<String> lines;
    try {
      lines = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    if (lines.size() >= 2 && lines.get(0).equals(HEAD)) {
      List<String> keys = lines.subList(1, lines.size() - 1);
      boolean isWhole = lines.getLast().equals(checksum(keys));
      if (isWhole && keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
        return List.copyOf(keys);
      }
    }
    Path kept = file.resolveSibling(FILE_NAME + ".damaged");
    Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
    LOG.error(
        "{} was damaged and is kept as {}: trying the configured key; when the relay refuses that,"
            + " have the robot's owner give it a new one. Check the storage of this machine",
        file,
        kept);
    return List.of();
  }

  /** On an exception the former content is unchanged. */
  void write(List<String> keys) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    lines.addAll(keys);
    lines.add(checksum(keys));
    Files.createDirectories(file.toAbsolutePath().getParent());
    DurableFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static String checksum(List<String> keys) {
    CRC32 crc = new CRC32();
    crc.update(String.join("\n", keys).getBytes(StandardCharsets.ISO_8859_1));
    return String.format("%08x", crc.getValue());
  }
}
