package org.havatar.relay.access.robots;

import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;

/**
 * What a rule has made of something that is kept.
 *
 * @param <D> what is kept
 * @param <T> what the one who asked is told
 */
public sealed interface Ruling<D, T> {
  T answer();

  /** It is to be kept like this, and noted in the audit log with it. */
  record Changed<D, T>(D after, T answer, Optional<AuditEntry> note) implements Ruling<D, T> {}

  record Unchanged<D, T>(T answer) implements Ruling<D, T> {}

  static <D, T> Ruling<D, T> unchanged(T answer) {
    return new Unchanged<>(answer);
  }

  static <D, T> Ruling<D, T> changed(D after, T answer, AuditEntry note) {
    return new Changed<>(after, answer, Optional.of(note));
  }

  /** Nothing that a person did: no entry in the audit log. */
  static <D, T> Ruling<D, T> silently(D after, T answer) {
    return new Changed<>(after, answer, Optional.empty());
  }
}
