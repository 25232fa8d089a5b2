package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.audit.AuditEntry;

/**
 * What a rule says about an account.
 *
 * @param changed the account from now on; empty: it stays as it is
 * @param notes for the audit log, together with the change
 */
public record Decision<T>(T result, Optional<Account> changed, List<AuditEntry> notes) {
  public static <T> Decision<T> nothing(T result) {
    return new Decision<>(result, Optional.empty(), List.of());
  }

  static <T> Decision<T> noted(T result, AuditEntry note) {
    return new Decision<>(result, Optional.empty(), List.of(note));
  }

  public static <T> Decision<T> changed(T result, Account account, AuditEntry note) {
    return new Decision<>(result, Optional.of(account), List.of(note));
  }
}
