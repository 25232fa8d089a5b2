package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.Unavailable;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.jspecify.annotations.Nullable;

/**
 * The store's file while it is open. An MVStore that fails to write closes itself and is of no more
 * use: whoever finds {@link #isBroken} lets go of it and opens the file again, which then has what
 * was saved last. One thread.
 */
final class StoreFile {
  /** The layout of the file; one that reads another must say so. */
  static final String SCHEMA = "1";

  private static final String SCHEMA_KEY = "schema";

  /** Rewritten to see whether the disk takes anything. */
  private static final String PROOF_KEY = "proof";

  private final MVStore file;
  private @Nullable Unavailable refusal;
  private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);
  private final Table audit;

  private StoreFile(MVStore file) {
    this.file = file;
    for (Kind kind : Kind.values()) {
      tables.put(kind, new Table(file.openMap(kind.collection())));
    }
    audit = new Table(file.openMap("audit"));
  }

  /**
   * Opens the file of that name, or makes it. Blocks.
   *
   * @param name a path, or another name that H2 knows to open
   * @throws Unavailable when it can't, with a sentence for a person
   */
  static StoreFile open(String name) {
    MVStore file = openFile(name);
    try {
      StoreFile opened = new StoreFile(file);
      opened.checkSchema(name);
      return opened;
    } catch (Unavailable e) {
      file.closeImmediately();
      throw e;
    } catch (RuntimeException e) {
      file.closeImmediately();
      throw new Unavailable("The store " + name + " can't be used: " + FullDisk.detail(e) + ".", e);
    }
  }

  private static MVStore openFile(String name) {
    try {
      MVStore file = new MVStore.Builder().fileName(name).autoCommitDisabled().open();
      file.setRetentionTime(0);
      file.setVersionsToKeep(0);
      return file;
    } catch (MVStoreException e) {
      String why =
          e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
              ? "is in use by another process (is the relay running?)"
              : "can't be opened: " + FullDisk.detail(e);
      throw new Unavailable("The store " + name + " " + why + ".", e);
    }
  }

  private void checkSchema(String name) {
    String known = table(Kind.META).putIfAbsent(SCHEMA_KEY, SCHEMA);
    if (known == null) {
      save();
    } else if (!known.equals(SCHEMA)) {
      throw new Unavailable(
          "The store %s has layout %s; this relay knows layout %s only."
              .formatted(name, known, SCHEMA));
    }
  }

  Table table(Kind kind) {
    return Objects.requireNonNull(tables.get(kind), "every kind has a table");
  }

  /**
   * Writes all that an update wants, unsaved.
   *
   * @throws Unavailable when writes are refused; then nothing is written
   */
  void write(Draft draft) {
    Unavailable reason = refusal;
    if (reason != null && !(draft.written().isEmpty() && draft.notes().isEmpty())) {
      throw reason;
    }
    draft
        .written()
        .forEach(
            (key, text) -> {
              Table table = table(key.kind());
              text.ifPresentOrElse(each -> table.put(key.name(), each), () -> table.remove(key));
            });
    for (AuditEntry entry : draft.notes()) {
      audit.put(nextCursor(), Records.of(entry));
    }
  }

  private String nextCursor() {
    String last = audit.map.lastKey();
    return HexFormat.of().toHexDigits(last == null ? 1 : HexFormat.fromHexDigitsToLong(last) + 1);
  }

  List<AuditStore.Kept> audit(String after, int most) {
    List<AuditStore.Kept> found = new ArrayList<>();
    Cursor<String, String> each = audit.map.cursor(after);
    while (each.hasNext() && found.size() < most) {
      String cursor = each.next();
      if (!cursor.equals(after)) {
        found.add(new AuditStore.Kept(cursor, Records.audit(each.getValue())));
      }
    }
    return found;
  }

  long version() {
    return file.getCurrentVersion();
  }

  boolean isBroken() {
    return file.isClosed();
  }

  boolean hasUnsaved() {
    return file.hasUnsavedChanges();
  }

  /** All that was written is on disk when this returns. */
  void save() {
    file.commit();
    file.sync();
    if (file.isClosed() || file.hasUnsavedChanges()) { // MVStore may say nothing about it
      throw new IllegalStateException("the commit did not save everything");
    }
  }

  /** From now on it can be read only; with null, written again. */
  void refuseWrites(@Nullable Unavailable reason) {
    refusal = reason;
  }

  /** Writes something, whatever it is; throws when the disk doesn't take it. */
  void prove() {
    table(Kind.META).map.put(PROOF_KEY, Long.toString(file.getCurrentVersion()));
    save();
  }

  /** Writes what is left and lets go of the file. */
  void close() {
    file.close();
  }

  /** Lets go of the file as a crash would, without writing anything. */
  void letGo() {
    file.closeImmediately();
  }

  /** Texts by name. */
  final class Table {
    private final MVMap<String, String> map;

    private Table(MVMap<String, String> map) {
      this.map = map;
    }

    @Nullable String get(String name) {
      return map.get(name);
    }

    List<String> values() {
      return List.copyOf(map.values());
    }

    /**
     * Writes.
     *
     * @throws Unavailable when writes are refused
     */
    void put(String name, String text) {
      Unavailable reason = refusal;
      if (reason != null) {
        throw reason;
      }
      map.put(name, text);
    }

    private void remove(Key key) {
      map.remove(key.name());
    }

    /** Writes unless there is one already, which it returns. */
    @Nullable String putIfAbsent(String name, String text) {
      String known = get(name);
      if (known == null) {
        put(name, text);
      }
      return known;
    }
  }
}
