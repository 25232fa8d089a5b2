package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.havatar.relay.access.audit.AuditRevision;
import org.havatar.relay.access.audit.AuditStore.Bounds;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * The store's file while it is open. An MVStore that fails to write closes itself and is of no more
 * use: whoever finds {@link #isBroken} lets go of it and opens the file again, which then has what
 * was saved last. One thread.
 */
final class StoreFile {
  private final MVStore file;
  private @Nullable Unavailable refusal;
  private final Map<Kind, Table> tables = new EnumMap<>(Kind.class);
  private final AuditTable audit;
  private final Supplier<Bounds> auditBounds;

  private StoreFile(MVStore file, Supplier<Bounds> auditBounds) {
    this.file = file;
    this.auditBounds = auditBounds;
    for (Kind kind : Kind.values()) {
      tables.put(kind, new Table(file.openMap(kind.collection())));
    }
    audit = new AuditTable(file);
  }

  /**
   * Opens the file of that name, or makes it, and brings it to this relay's layout. Blocks.
   *
   * @param name a path, or another name that H2 knows to open
   * @param auditBounds what the audit log keeps
   * @throws Unavailable when it can't, with a sentence for a person
   */
  static StoreFile open(String name, Supplier<Bounds> auditBounds) {
    MVStore file = openFile(name);
    try {
      int layout = StoreMigration.layoutOf(file, name);
      if (layout < Schema.CURRENT) {
        file.closeImmediately(); // nothing was written
        StoreMigration.copy(name, layout);
        file = openFile(name);
        StoreMigration.apply(file, layout);
      }
      StoreFile opened = new StoreFile(file, auditBounds);
      opened.table(Kind.META).putIfAbsent(Schema.KEY, Integer.toString(Schema.CURRENT));
      if (opened.hasUnsaved()) {
        opened.save();
      }
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

  Table table(Kind kind) {
    return Objects.requireNonNull(tables.get(kind), "every kind has a table");
  }

  /**
   * Writes all that an update wants, unsaved.
   *
   * @throws Unavailable when writes are refused; then nothing is written
   */
  void write(Draft draft) {
    if (!draft.written().isEmpty() || !draft.notes().isEmpty()) {
      refuseIfAsked();
    }
    draft
        .written()
        .forEach(
            (key, text) -> {
              Table table = table(key.kind());
              text.ifPresentOrElse(each -> table.put(key.name(), each), () -> table.remove(key));
            });
    draft.notes().forEach(entry -> audit.add(entry, auditBounds.get()));
  }

  AuditTable audit() {
    return audit;
  }

  /** See {@link AuditTable#forgetBefore}. */
  long forgetAuditBefore(long epochMs) {
    refuseIfAsked();
    return audit.forgetBefore(epochMs);
  }

  /** See {@link AuditTable#revise}. */
  AuditTable.Revised reviseAudit(AuditRevision revision, AuditTable.Revised before) {
    refuseIfAsked();
    return audit.revise(revision, before);
  }

  /** Unsaved: everything but this file's own bookkeeping is that from now on. */
  void replaceAll(Contents contents) {
    refuseIfAsked();
    for (Kind kind : Kind.values()) {
      Table table = table(kind);
      for (String name : List.copyOf(table.map.keyList())) {
        if (!Schema.isBookkeeping(new Key(kind, name))) {
          table.map.remove(name);
        }
      }
    }
    audit.clear();
    contents
        .documents()
        .forEach(each -> table(each.key().kind()).map.put(each.key().name(), each.text()));
    contents.audit().forEach(each -> audit.restore(each, auditBounds.get()));
  }

  /** All documents but this file's own bookkeeping, ordered. */
  List<Document> documents() {
    List<Document> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      table(kind).map.forEach((name, text) -> all.add(new Document(new Key(kind, name), text)));
    }
    all.removeIf(each -> Schema.isBookkeeping(each.key()));
    return all;
  }

  private void refuseIfAsked() {
    Unavailable reason = refusal;
    if (reason != null) {
      throw reason;
    }
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
    table(Kind.META).map.put(Schema.PROOF_KEY, Long.toString(file.getCurrentVersion()));
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

    /**
     * The next documents by name.
     *
     * @param after the last name known; empty: from the beginning
     */
    List<Document> slice(Kind kind, String after, int most) {
      List<Document> found = new ArrayList<>();
      Cursor<String, String> each = map.cursor(after.isEmpty() ? null : after);
      while (each.hasNext() && found.size() < most) {
        String name = each.next();
        if (!name.equals(after)) {
          found.add(new Document(new Key(kind, name), each.getValue()));
        }
      }
      return found;
    }

    /**
     * Writes.
     *
     * @throws Unavailable when writes are refused
     */
    void put(String name, String text) {
      refuseIfAsked();
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
