package org.havatar.relay.node;

import io.vertx.core.Future;
import java.io.PrintStream;
import java.util.Optional;
import org.havatar.relay.access.identity.Accounts;

/** Gives a store without accounts an administrator, and whoever starts the relay their password. */
final class FirstStart {
  private final Accounts accounts;
  private final PrintStream terminal;

  /**
   * @param terminal read by the one who starts the relay; not the log, which others read
   */
  FirstStart(Accounts accounts, PrintStream terminal) {
    this.accounts = accounts;
    this.terminal = terminal;
  }

  /** True when there is a new administrator. */
  Future<Boolean> prepare(long nowMs) {
    return accounts
        .addFirst(nowMs)
        .onSuccess(oneTime -> oneTime.ifPresent(this::tell))
        .map(Optional::isPresent);
  }

  private void tell(String oneTime) {
    terminal.printf(
        "%nThere was no account yet, so there is an administrator now. Log in as %s with this"
            + " password; it is good once and for a day, for choosing another, and shown only now:%n%n    %s%n%n",
        Accounts.FIRST, oneTime);
    terminal.flush();
  }
}
