package org.havatar.relay.access.identity;

import io.vertx.core.Future;
import java.util.Optional;
import org.havatar.relay.access.Actor;

/** Port: accounts and what proves them. Rules of {@link org.havatar.relay.access.Store}. */
public interface AccountStore {
  /** True when added, false when the name is taken. */
  Future<Boolean> add(Account account, Actor by, long nowMs);

  Future<Optional<Account>> account(String name);

  /** The key that signs tokens, base64url; {@code candidate} becomes it when there is none. */
  Future<String> signingKey(String candidate);
}
