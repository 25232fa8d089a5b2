package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.Names;
import org.havatar.relay.access.User;

/** Adds people. Needs no event loop: also used by the command line. */
public final class Accounts {
  private final AccountStore store;
  private final Passwords passwords;

  public Accounts(AccountStore store, Passwords passwords) {
    this.store = store;
    this.passwords = passwords;
  }

  /**
   * True when added, false when the name is taken.
   *
   * @throws IllegalArgumentException with a sentence for a person, when something isn't allowed
   */
  public Future<Boolean> add(User user, String password, Actor by, long nowMs) {
    Names.faultOfUserName(user.name()).ifPresent(Accounts::refuse);
    Names.faultOfText(user.displayName()).ifPresent(Accounts::refuse);
    Names.faultOfPassword(password).ifPresent(Accounts::refuse);
    return passwords.hash(password).compose(hash -> store.add(new Account(user, hash), by, nowMs));
  }

  private static void refuse(String sentence) {
    throw new IllegalArgumentException(sentence);
  }
}
