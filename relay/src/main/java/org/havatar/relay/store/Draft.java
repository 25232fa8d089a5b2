package org.havatar.relay.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;

/** What one update reads and is about to write. One thread. */
public final class Draft {
  private final Map<Key, Optional<String>> known;
  private final Map<Key, Optional<String>> written = new LinkedHashMap<>();
  private final List<AuditEntry> notes = new ArrayList<>();

  /**
   * @param known every document that the update named; empty: there is none
   */
  public Draft(Map<Key, Optional<String>> known) {
    this.known = known;
  }

  /** As this update has left it. */
  public Optional<String> get(Key key) {
    Optional<String> mine = written.get(key);
    return mine == null ? named(key) : mine;
  }

  public void put(Key key, String text) {
    named(key);
    written.put(key, Optional.of(text));
  }

  public void remove(Key key) {
    named(key);
    written.put(key, Optional.empty());
  }

  /** For the audit log, together with what is written. */
  public void note(AuditEntry entry) {
    notes.add(entry);
  }

  private Optional<String> named(Key key) {
    Optional<String> text = known.get(key);
    if (text == null) {
      throw new IllegalArgumentException("the update did not name " + key);
    }
    return text;
  }

  /** What is to be saved; an empty text removes. */
  public Map<Key, Optional<String>> written() {
    return written;
  }

  public List<AuditEntry> notes() {
    return notes;
  }
}
