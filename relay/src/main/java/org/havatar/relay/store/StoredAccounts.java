package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.identity.Account;
import org.havatar.relay.access.identity.AccountStore;
import org.havatar.relay.access.identity.KeyRing;
import org.havatar.relay.access.people.Actor;

/** Accounts as documents. */
final class StoredAccounts implements AccountStore {
  private static final Key SIGNING_KEYS = new Key(Kind.META, "signing_keys");

  /** Of the first layout, for tokens that are over by now. */
  private static final Key FORMER_SIGNING_KEY = new Key(Kind.META, "signing_key");

  /** Before a user handle; the text is the account's name. */
  private static final String HANDLE = "user_handle/";

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
          draft.put(key, AccountRecords.of(account));
          String role = account.user().role().wireName();
          draft.note(new AuditEntry(nowMs, by, "account.add", name, "role " + role));
          return true;
        });
  }

  @Override
  public Future<Optional<Account>> account(String name) {
    return documents.read(Key.account(name)).map(text -> text.map(AccountRecords::account));
  }

  @Override
  public <T> Future<List<T>> accounts(Function<Account, Optional<T>> wanted) {
    return documents.all(Kind.ACCOUNT, text -> wanted.apply(AccountRecords.account(text)));
  }

  @Override
  public <T> Future<Optional<T>> decide(String name, Function<Account, Decision<Account, T>> rule) {
    return decideBeside(name, List.of(), (account, none) -> rule.apply(account));
  }

  @Override
  public Future<Optional<Account>> accountOfHandle(String userHandle) {
    return documents
        .read(handle(userHandle))
        .compose(
            name ->
                name.isPresent() ? account(name.get()) : Future.succeededFuture(Optional.empty()));
  }

  @Override
  public <T> Future<Optional<T>> decideHandle(
      String name, String userHandle, Function<Account, Decision<Account, T>> rule) {
    Key own = Key.account(name);
    Key handle = handle(userHandle);
    return documents.update(
        List.of(own, handle),
        draft -> {
          Optional<Account> account = draft.get(own).map(AccountRecords::account);
          if (account.isEmpty()) {
            return Optional.empty();
          }
          Decision<Account, T> decision = rule.apply(account.get());
          decision
              .changed()
              .ifPresent(
                  changed -> {
                    draft.put(own, AccountRecords.of(changed));
                    if (changed.isKnownAs(userHandle)) {
                      draft.put(handle, name);
                    } else {
                      draft.remove(handle);
                    }
                  });
          decision.notes().forEach(draft::note);
          return Optional.of(decision.answer());
        });
  }

  private static Key handle(String userHandle) {
    return new Key(Kind.META, HANDLE + userHandle);
  }

  @Override
  public <T> Future<Optional<T>> decideBeside(
      String name, List<String> beside, RuleBeside<T> rule) {
    Key own = Key.account(name);
    List<Key> others = beside.stream().map(Key::account).toList();
    List<Key> keys = new ArrayList<>(others);
    keys.add(own);
    return documents.update(
        keys,
        draft -> {
          Optional<String> text = draft.get(own);
          if (text.isEmpty()) {
            return Optional.empty();
          }
          List<Account> those =
              others.stream()
                  .flatMap(key -> draft.get(key).stream())
                  .map(AccountRecords::account)
                  .toList();
          Account before = AccountRecords.account(text.get());
          Decision<Account, T> decision = rule.decide(before, those);
          if (isIdle(before, decision)) {
            return Optional.of(decision.answer());
          }
          decision.changed().ifPresent(changed -> draft.put(own, AccountRecords.of(changed)));
          decision.notes().forEach(draft::note);
          return Optional.of(decision.answer());
        });
  }

  /** A change that changes nothing isn't noted; a login that goes on is more than a change. */
  private static boolean isIdle(Account before, Decision<Account, ?> decision) {
    return decision.changed().filter(before::equals).isPresent()
        && decision.notes().stream().noneMatch(each -> each.subject().equals("login"));
  }

  @Override
  public Future<Boolean> remove(String name, AuditEntry note) {
    Key own = Key.account(name);
    Key agenda = StoredBookings.agendaKey(name);
    return documents.update(
        List.of(own, agenda),
        draft -> {
          if (draft.get(own).isEmpty()) {
            return false;
          }
          draft.remove(own);
          if (draft.get(agenda).isPresent()) {
            draft.remove(agenda);
          }
          draft.note(note);
          return true;
        });
  }

  @Override
  public Future<KeyRing> signingKeys(UnaryOperator<KeyRing> change) {
    return documents.update(
        List.of(SIGNING_KEYS, FORMER_SIGNING_KEY),
        draft -> {
          KeyRing known =
              draft.get(SIGNING_KEYS).map(AccountRecords::keyRing).orElse(KeyRing.EMPTY);
          KeyRing changed = change.apply(known);
          if (!changed.equals(known)) {
            draft.put(SIGNING_KEYS, AccountRecords.of(changed));
          }
          if (draft.get(FORMER_SIGNING_KEY).isPresent()) {
            draft.remove(FORMER_SIGNING_KEY);
          }
          return changed;
        });
  }
}
