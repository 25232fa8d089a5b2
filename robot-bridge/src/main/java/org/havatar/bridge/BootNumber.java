package org.havatar.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot's persisted boot number (PROTOCOL.md §2): raised and synced once per start, before
 * anything connects, so that no term or latch number is ever given twice. Blocking.
 *
 * <p>A file that is missing or damaged starts at 1: refusing to start would leave a robot far from
 * any keyboard dead, and too low a number is healed by whoever has seen a higher one, the node
 * ({@code boot_conflict}) or the board (its last term and latch); see {@link #adopt}.
 */
final class BootNumber {
  static final String FILE_NAME = "boot-number";
  static final long MAX = 0xFFFF_FFFFL;

  private static final String REMEDY =
      "Without it the robot could take an old command for a new one, so it does not start: free some"
          + " space or mend the rights there, or name another directory in state.directory";

  private static final Logger LOG = LoggerFactory.getLogger(BootNumber.class);
  private static final Pattern CONTENT = Pattern.compile("(\\d{1,10}) ([0-9a-f]{8})\n");

  private final Path file;
  private long current;

  private BootNumber(Path file, long current) {
    this.file = file;
    this.current = current;
  }

  /**
   * Raises the number of {@code directory} and syncs it.
   *
   * @throws IOException with a sentence that says what to do
   */
  static BootNumber raise(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve(FILE_NAME);
      BootNumber number = new BootNumber(file, read(file));
      number.adopt(number.current);
      return number;
    } catch (FileSystemException e) {
      throw new IOException(
          "the number of this start can't be saved: "
              + why(e)
              + " ("
              + e.getFile()
              + "). "
              + REMEDY,
          e);
    } catch (IOException e) {
      throw new IOException(
          "the number of this start can't be saved in "
              + directory
              + ": "
              + e.getMessage()
              + ". "
              + REMEDY,
          e);
    }
  }

  private static String why(FileSystemException e) {
    String reason = e.getReason();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /** This start's number, at least 1. */
  long current() {
    return current;
  }

  /**
   * Takes {@code highestSeen} + 1 and syncs it. On an exception the number is unchanged.
   *
   * @param highestSeen the highest number that anybody has seen of this robot
   */
  void adopt(long highestSeen) throws IOException {
    if (highestSeen < current || highestSeen >= MAX) {
      throw new IOException(
          "boot number can't follow " + highestSeen + ": it is " + current + ", at most " + MAX);
    }
    write(highestSeen + 1);
    current = highestSeen + 1;
  }

  private static long read(Path file) throws IOException {
    String content;
    try {
      content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      LOG.info("no boot number in {}: the first start", file);
      return 0;
    }
    Matcher matcher = CONTENT.matcher(content);
    if (matcher.matches() && checksum(matcher.group(1)).equals(matcher.group(2))) {
      long number = Long.parseLong(matcher.group(1));
      if (number >= 1 && number <= MAX) {
        return number;
      }
    }
    Path kept = file.resolveSibling(FILE_NAME + ".damaged");
    Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
    LOG.error(
        "{} was damaged and is kept as {}: counting from 1 until the relay or the board names a"
            + " higher number; check the storage of this machine",
        file,
        kept);
    return 0;
  }

  private void write(long number) throws IOException {
    String digits = Long.toString(number);
    byte[] content = (digits + " " + checksum(digits) + "\n").getBytes(StandardCharsets.US_ASCII);
    DurableFile.write(file, content);
  }

  private static String checksum(String digits) {
    CRC32 crc = new CRC32();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return String.format("%08x", crc.getValue());
  }
}
