package org.havatar.relay.store;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.port.OffLoop;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StoreExport} wrote, also what an earlier relay wrote; checks all of it first.
 */
public final class StoreImport {
  private final BufferedReader in;
  private final List<Document> documents = new ArrayList<>();
  private final List<Kept> entries = new ArrayList<>();
  private final Set<Key> keys = new HashSet<>();
  private int number;
  private int schema;

  private StoreImport(BufferedReader in) {
    this.in = in;
  }

  /**
   * Puts the content of {@code in} in the place of what the store holds, all or nothing. Blocks.
   *
   * @param replace also when the store holds something
   * @throws IllegalArgumentException with a sentence, when the text isn't right
   * @throws Unavailable when the store isn't empty or can't be written
   */
  public static StoreExport.Summary into(Store store, BufferedReader in, boolean replace)
      throws IOException, InterruptedException {
    Contents contents = new StoreImport(in).read();
    if (!OffLoop.await(((DocumentStore) store).documents().replaceAll(contents, replace))) {
      throw new Unavailable(
          "The store isn't empty; --replace puts the import in the place of all that it holds.");
    }
    return new StoreExport.Summary(contents.documents().size(), contents.audit().size());
  }

  private Contents read() throws IOException {
    header(next());
    for (JsonObject line = next(); line != null; line = next()) {
      JsonObject end = object(line, "end");
      if (end != null) {
        end(end);
        return new Contents(documents, entries);
      }
      if (AuditLine.isEntry(line)) {
        entries.add(entry(line));
      } else {
        documents.add(document(line));
      }
    }
    throw wrong("the last line is missing, so the file was cut off");
  }

  private @Nullable JsonObject next() throws IOException {
    String line = in.readLine();
    number++;
    if (line == null) {
      return null;
    }
    try {
      return new JsonObject(line);
    } catch (DecodeException e) {
      throw wrong("that is no JSON object");
    }
  }

  private void header(@Nullable JsonObject line) {
    if (line == null
        || !Integer.valueOf(StoreExport.VERSION).equals(line.getValue(StoreExport.FORMAT))) {
      throw wrong("that is no export of a relay");
    }
    Object layout = line.getValue("schema");
    if (!(layout instanceof Integer known) || known < Schema.EARLIEST || known > Schema.CURRENT) {
      throw wrong(
          "it has layout %s and this relay knows %d to %d: use the relay that wrote it, or a later one"
              .formatted(layout, Schema.EARLIEST, Schema.CURRENT));
    }
    schema = known;
  }

  private void end(JsonObject counts) throws IOException {
    if (!Integer.valueOf(documents.size()).equals(counts.getValue("documents"))
        || !Integer.valueOf(entries.size()).equals(counts.getValue("audit"))) {
      throw wrong("it counts other lines than there are: some are missing");
    }
    if (in.readLine() != null) {
      throw wrong("there is something behind it");
    }
  }

  private Document document(JsonObject line) {
    Kind kind = kind(line.getValue("kind"));
    if (!(line.getValue("name") instanceof String name)
        || name.isEmpty()
        || !(line.getValue("text") instanceof String text)) {
      throw wrong("a document has a kind, a name and a text");
    }
    Key key = new Key(kind, name);
    if (Schema.isBookkeeping(key) || !keys.add(key)) {
      throw wrong("the document \"%s\" of that kind may not be there (again)".formatted(name));
    }
    try {
      Document migrated = Schema.migrated(new Document(key, text), schema);
      check(migrated);
      return migrated;
    } catch (RuntimeException e) {
      throw wrong("the text of \"%s\" can't be read".formatted(name));
    }
  }

  /** Throws when a relay couldn't read it. */
  private static void check(Document document) {
    if (document.key().kind() == Kind.ACCOUNT) {
      AccountRecords.account(document.text());
    } else if (document.key().kind() == Kind.ROBOT) {
      RobotRecords.robot(document.text());
    } else if (document.key().kind() != Kind.META) {
      JsonObject read = new JsonObject(document.text());
      assert !read.isEmpty() : "documents say something";
    }
  }

  private Kind kind(@Nullable Object collection) {
    for (Kind each : Kind.values()) {
      if (each.collection().equals(collection)) {
        return each;
      }
    }
    throw wrong("nobody knows the kind \"%s\"".formatted(collection));
  }

  private Kept entry(JsonObject line) {
    String last = entries.isEmpty() ? "" : entries.get(entries.size() - 1).cursor();
    Kept entry;
    try {
      entry = AuditLine.read(line, HexFormat.of().toHexDigits(entries.size() + 1L));
    } catch (RuntimeException e) {
      throw wrong("that is no entry of an audit log");
    }
    if (entry.cursor().compareTo(last) <= 0) {
      throw wrong("the numbers of the audit log's entries have to rise");
    }
    return entry;
  }

  private static @Nullable JsonObject object(JsonObject line, String name) {
    return line.getValue(name) instanceof JsonObject found ? found : null;
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("Line " + number + ": " + why + ". Nothing was changed.");
  }
}
