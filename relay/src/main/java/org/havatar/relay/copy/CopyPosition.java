package org.havatar.relay.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.port.OffLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which entry a target has the log: cursor and link of the last one, in a small file. When
 * the log was replaced since, it begins again. Blocks; one thread at a time.
 */
final class CopyPosition {
  private static final Logger LOG = LoggerFactory.getLogger(CopyPosition.class);

  private final Path file;
  private final String target;
  private String cursor = "";
  private String link = "";

  private CopyPosition(Path file, String target) {
    this.file = file;
    this.target = target;
  }

  /**
   * As it was noted last; the beginning when nothing was.
   *
   * @throws IOException when it can't be read
   */
  static CopyPosition load(Path directory, String target, AuditStore log)
      throws IOException, InterruptedException {
    CopyPosition position = new CopyPosition(directory.resolve("audit-copy-" + target), target);
    if (Files.exists(position.file)) {
      String[] words = Files.readString(position.file).trim().split(" ", -1);
      position.cursor = words[0].matches("[0-9a-f]{16}") ? words[0] : "";
      position.link = words.length > 1 ? words[1] : "";
      position.beginAgainIfReplaced(log);
    }
    return position;
  }

  private void beginAgainIfReplaced(AuditStore log) throws InterruptedException {
    if (cursor.isEmpty() || OffLoop.await(log.entries("", 1)).isEmpty()) {
      return;
    }
    String before = HexFormat.of().toHexDigits(HexFormat.fromHexDigitsToLong(cursor) - 1);
    List<Kept> next = OffLoop.await(log.entries(before, 1));
    boolean isOther =
        !next.isEmpty()
            && next.get(0).cursor().equals(cursor)
            && !next.get(0).seal().link().equals(link);
    if (next.isEmpty() || isOther) {
      LOG.warn(
          "the audit log was replaced since it was copied to the {}, so all of it is copied again",
          target);
      cursor = "";
      link = "";
    }
  }

  /** Of the last entry that the target has; empty: none. */
  String cursor() {
    return cursor;
  }

  /** The target has that one, and all before it. */
  void note(Kept last) throws IOException {
    cursor = last.cursor();
    link = last.seal().link();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, cursor + " " + link + "\n", StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
