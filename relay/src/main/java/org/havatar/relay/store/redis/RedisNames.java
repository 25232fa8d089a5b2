package org.havatar.relay.store.redis;

import java.util.ArrayList;
import java.util.List;
import org.havatar.relay.access.port.Change;
import org.havatar.relay.store.Key;
import org.havatar.relay.store.Kind;

/**
 * What things are called in Redis. One hash tag for all that lasts, because one step may touch
 * several of them; {@code ops/docs/adr/0017-*} tells the layout.
 */
final class RedisNames {
  static final String PREFIX = "{havatar}:";

  /** Cursor → an entry's text, and in further lines its terms. */
  static final String AUDIT = PREFIX + "audit:entries";

  /** What {@code AuditTerms} tells, and {@link #ALL} for every entry; all with one score. */
  static final String AUDIT_INDEX = PREFIX + "audit:index";

  /** Cursor → how often, and when last, of entries that count others. */
  static final String AUDIT_COUNTS = PREFIX + "audit:counts";

  /** Cursor → link; and what {@code AuditTerms} calls a ring → the link of its newest entry. */
  static final String AUDIT_LINKS = PREFIX + "audit:links";

  /** Counters of a day, see {@code AuditShare}; the day follows. */
  static final String AUDIT_SHARES = PREFIX + "audit:shares:";

  /** The number of the last entry. */
  static final String AUDIT_LAST = PREFIX + "audit:last";

  /** What tells this store from others; an import into another one doesn't take it along. */
  static final String STORE_ID = PREFIX + "store-id";

  /** The term that every entry has. */
  static final String ALL = "*";

  /** Short-lived things; spread, because no step touches two. */
  static final String EPHEMERA = "havatar:e:";

  /** Told when everything may have changed. */
  static final String ANYTHING = "*";

  private RedisNames() {}

  /** The hash of all documents of a kind: name → text. */
  static String hash(Kind kind) {
    return PREFIX + kind.collection();
  }

  static List<String> hashes() {
    List<String> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.add(hash(kind));
    }
    return all;
  }

  /** Where {@link #hash} stands in {@link #hashes}, counted from 1 as Lua does. */
  static String hashNumber(Kind kind) {
    return Integer.toString(kind.ordinal() + 1);
  }

  static String channel(RedisTarget target) {
    return PREFIX + "changes:" + target.database();
  }

  /** What is told of a change of that document; empty: nothing. */
  static String told(Key key) {
    return key.kind().subject() == Change.Subject.UNKNOWN
        ? ""
        : key.kind().subject().name() + "/" + key.name();
  }

  /** What was told; {@link Change#ANYTHING} when a later relay tells something new. */
  static Change heard(String told) {
    int slash = told.indexOf('/');
    for (Change.Subject subject : Change.Subject.values()) {
      if (slash > 0 && subject.name().equals(told.substring(0, slash))) {
        return new Change(subject, told.substring(slash + 1));
      }
    }
    return Change.ANYTHING;
  }
}
