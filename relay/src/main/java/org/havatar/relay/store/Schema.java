package org.havatar.relay.store;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * The layout of what is kept: which kinds there are and what their texts say. A later relay reads
 * an earlier layout, step by step; an earlier relay refuses a later one.
 */
public final class Schema {
  /** What this relay writes. */
  public static final int CURRENT = 3;

  /** The earliest that it still reads. */
  public static final int EARLIEST = 1;

  /** The document of {@link Kind#META} that tells the layout. */
  public static final String KEY = "schema";

  /** Rewritten to see whether anything can be written. */
  public static final String PROOF_KEY = "proof";

  private static final Set<String> BOOKKEEPING = Set.of(KEY, PROOF_KEY);

  private Schema() {}

  /** Whether it belongs to the engine itself: neither exported nor imported. */
  public static boolean isBookkeeping(Key key) {
    return key.kind() == Kind.META && BOOKKEEPING.contains(key.name());
  }

  /**
   * {@code document} of layout {@code from} as this relay writes it. Layout 3 differs in the audit
   * log only, which has an index.
   *
   * @throws RuntimeException when its text can't be read
   */
  public static Document migrated(Document document, int from) {
    Document now = document;
    if (from < 2) {
      now = toTwo(now);
    }
    return now;
  }

  /**
   * Until layout 2 every account could drive every robot: those robots stay as open as they were.
   */
  private static Document toTwo(Document document) {
    if (document.key().kind() != Kind.ROBOT) {
      return document;
    }
    JsonObject robot = new JsonObject(document.text());
    if (!robot.containsKey("audience")) {
      robot.put("audience", "everyone");
    }
    return new Document(document.key(), robot.encode());
  }
}
