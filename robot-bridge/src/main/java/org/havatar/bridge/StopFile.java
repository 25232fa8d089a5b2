package org.havatar.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.wire.LatchKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop that stands, kept beside the boot number (PROTOCOL.md §8). Blocking.
 *
 * <p>Its line names kind (0 none, 2 stop, 3 administrator's), pressed (0, 1), stop id and origin
 * (16 hex digits each) and a checksum. A file that is missing, damaged or unreadable counts as a
 * pressed stop, but at the very first start.
 */
final class StopFile {
  static final String FILE_NAME = "standing-stop";

  private static final Logger LOG = LoggerFactory.getLogger(StopFile.class);
  private static final Pattern CONTENT =
      Pattern.compile("((?!0 1)([023]) ([01]) ([0-9a-f]{16}) ([0-9a-f]{16})) ([0-9a-f]{8})\n");

  private final Path file;

  StopFile(Path directory) {
    this.file = directory.resolve(FILE_NAME);
  }

  /**
   * At the very first start there is nothing to be found, and from then on there is a file: a
   * missing one was lost. To be called before {@link BootNumber#raise}.
   */
  void prepare() {
    Path boot = file.resolveSibling(BootNumber.FILE_NAME);
    if (Files.notExists(boot) && Files.notExists(file)) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        save(StandingStop.NONE);
      } catch (IOException e) {
        LOG.warn("{} can't be written, so the robot starts stopped: {}", file, e.toString());
      }
    }
  }

  /** What stood when the robot ended. */
  StandingStop read() {
    String why;
    try {
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      Matcher matcher = CONTENT.matcher(content);
      if (matcher.matches() && checksum(matcher.group(1)).equals(matcher.group(6))) {
        return parsed(matcher);
      }
      why = "is damaged; check the storage of this machine";
    } catch (NoSuchFileException e) {
      why = "is missing, as after an update from a version without it";
    } catch (IOException e) {
      why = "can't be read: " + e;
    }
    LOG.warn("{} {}. It counts as a stop that a person pressed: release it to drive", file, why);
    return StandingStop.UNREADABLE;
  }

  private static StandingStop parsed(Matcher matcher) {
    return new StandingStop(
        LatchKind.values()[Integer.parseInt(matcher.group(2))],
        matcher.group(3).equals("1"),
        Long.parseUnsignedLong(matcher.group(4), 16),
        Long.parseUnsignedLong(matcher.group(5), 16));
  }

  /**
   * Synced when it returns. On an exception the former content is unchanged, or, where a stop
   * stands that doesn't fit on the disk, the file is gone and counts as one.
   */
  void save(StandingStop stop) throws IOException {
    String line =
        String.format(
            "%d %d %016x %016x",
            stop.kind().ordinal(), stop.pressed() ? 1 : 0, stop.stopId(), stop.origin());
    try {
      byte[] content = (line + " " + checksum(line) + "\n").getBytes(StandardCharsets.US_ASCII);
      if (stop.stands()) {
        // A process that is killed now has kept it; a power cut in between leaves what can't be
        // read, and counts as a stop too.
        DurableFile.writeThrough(file, content);
      } else {
        DurableFile.write(file, content);
      }
    } catch (IOException e) {
      if (stop.stands()) {
        lose();
      }
      throw e;
    }
  }

  /** A full disk still lets files go. */
  private void lose() {
    try {
      Files.deleteIfExists(file);
      DurableFile.syncNameOf(file);
    } catch (IOException e) {
      LOG.warn("{} can't be removed either: {}", file, e.toString());
    }
  }

  private static String checksum(String line) {
    CRC32 crc = new CRC32();
    crc.update(line.getBytes(StandardCharsets.US_ASCII));
    return String.format("%08x", crc.getValue());
  }
}
