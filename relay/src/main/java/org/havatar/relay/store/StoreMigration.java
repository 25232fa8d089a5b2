package org.havatar.relay.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a store's file to this relay's layout: a copy first, then all steps in one commit, so that
 * a crash leaves the old layout or the new one.
 */
final class StoreMigration {
  private static final Logger LOG = LoggerFactory.getLogger(StoreMigration.class);

  private StoreMigration() {}

  /**
   * The layout of the open file; {@link Schema#CURRENT} when nothing was ever written.
   *
   * @throws Unavailable when this relay can't read that layout
   */
  static int layoutOf(MVStore file, String name) {
    MVMap<String, String> meta = file.openMap(Kind.META.collection());
    @Nullable String known = meta.get(Schema.KEY);
    if (known == null) {
      return Schema.CURRENT;
    }
    int layout;
    try {
      layout = Integer.parseInt(known);
    } catch (NumberFormatException e) {
      layout = -1;
    }
    if (layout < Schema.EARLIEST || layout > Schema.CURRENT) {
      throw new Unavailable(
          "The store %s has layout %s; this relay knows layouts %d to %d: use the relay that wrote it, or a later one."
              .formatted(name, known, Schema.EARLIEST, Schema.CURRENT));
    }
    return layout;
  }

  /** Copies the closed file beside itself, over an earlier copy of the same layout. */
  static void copy(String name, int layout) {
    String copy = "%s.layout-%d".formatted(name, layout);
    try {
      try (InputStream from = FilePath.get(name).newInputStream();
          OutputStream to = FilePath.get(copy).newOutputStream(false)) {
        from.transferTo(to);
      }
      keepToOurselves(copy);
    } catch (IOException | RuntimeException e) {
      throw new Unavailable(
          "The store %s has layout %d and can't be copied to %s before it is brought to layout %d: %s."
              .formatted(name, layout, copy, Schema.CURRENT, FullDisk.detail(e)),
          e);
    }
    LOG.info("the store of layout {} was copied to {} before its migration", layout, copy);
  }

  private static void keepToOurselves(String copy) throws IOException {
    Path path = Path.of(copy);
    if (Files.exists(path)
        && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Rewrites every document, unsaved. */
  static void apply(MVStore file, int from) {
    for (Kind kind : Kind.values()) {
      MVMap<String, String> map = file.openMap(kind.collection());
      for (Map.Entry<String, String> each : map.entrySet()) {
        Document before = new Document(new Key(kind, each.getKey()), each.getValue());
        Document after = Schema.migrated(before, from);
        if (!after.equals(before)) {
          map.put(after.key().name(), after.text());
        }
      }
    }
    if (from < 3) {
      new AuditTable(file).indexAll();
    }
    MVMap<String, String> meta = file.openMap(Kind.META.collection());
    meta.put(Schema.KEY, Integer.toString(Schema.CURRENT));
    LOG.info("the store was brought from layout {} to {}", from, Schema.CURRENT);
  }
}
