package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.AccountStore;

/** Accounts as documents. */
final class StoredAccounts implements AccountStore {
  private static final Key SIGNING_KEY = new Key(Kind.META, "signing_key");

  private final Documents documents;

  StoredAccounts(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Future<Boolean> add(Account account, Actor by, long nowMs) {
    String name = account.user().name();
    Key key = Key.account(name);
    return documents.update(
        List.of(key),
        draft -> {
          if (draft.get(key).isPresent()) {
            return false;
          }
          draft.put(key, Records.of(account));
          draft.note(new AuditEntry(nowMs, by, "account.add", name, ""));
          return true;
        });
  }

  @Override
  public Future<Optional<Account>> account(String name) {
    return documents.read(Key.account(name)).map(text -> text.map(Records::account));
  }

  @Override
  public Future<String> signingKey(String candidate) {
    return documents.update(
        List.of(SIGNING_KEY),
        draft -> {
          Optional<String> known = draft.get(SIGNING_KEY);
          if (known.isEmpty()) {
            draft.put(SIGNING_KEY, candidate);
          }
          return known.orElse(candidate);
        });
  }
}
