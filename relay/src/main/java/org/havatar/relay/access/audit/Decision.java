package org.havatar.relay.access.audit;

import java.util.List;
import java.util.Optional;

/**
 * What a rule says about something that is kept.
 *
 * @param <D> what is kept
 * @param <T> what the one who asked is told
 * @param changed how it is to be kept from now on; empty: it stays as it is
 * @param notes for the audit log, together with the change
 */
public record Decision<D, T>(T answer, Optional<D> changed, List<AuditEntry> notes) {
  public static <D, T> Decision<D, T> unchanged(T answer) {
    return new Decision<>(answer, Optional.empty(), List.of());
  }

  /** It stays as it is, but what was tried is worth an entry. */
  public static <D, T> Decision<D, T> noted(T answer, AuditEntry note) {
    return new Decision<>(answer, Optional.empty(), List.of(note));
  }

  public static <D, T> Decision<D, T> changed(D after, T answer, AuditEntry note) {
    return new Decision<>(answer, Optional.of(after), List.of(note));
  }

  /** Nothing that a person did: no entry in the audit log. */
  public static <D, T> Decision<D, T> silently(D after, T answer) {
    return new Decision<>(answer, Optional.of(after), List.of());
  }

  /** True when there is nothing to write. */
  public boolean isIdle() {
    return changed.isEmpty() && notes.isEmpty();
  }
}
