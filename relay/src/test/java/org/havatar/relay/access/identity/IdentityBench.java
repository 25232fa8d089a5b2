package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.FakeClocks;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.UsualOptions;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.store.EmbeddedStore;

/** Accounts and logins with a real store, quick passwords and clocks that a test moves. */
final class IdentityBench implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  static final User ANA = new User("ana", "Ana", false);
  static final User ROOT = new User("root", "Root", true);
  static final Origin HOME = new Origin("192.0.2.1", "c0000201", "a browser");
  static final Origin AWAY = new Origin("198.51.100.9", "c6336409", "another browser");

  static final String PAGE = "https://relay.test";
  static final String OTHER_PAGE = "https://other.test";

  final FakeClocks clocks = new FakeClocks();
  final Store store;
  final Access access;
  private final Vertx vertx = Vertx.vertx();
  private final Passwords passwords = QuickPasswords.create();

  IdentityBench(Path directory, TotpFor totpFor) {
    store =
        EmbeddedStore.open(
            directory.resolve("store"),
            () -> 1_000_000 * clocks.clocks().monotonicMs().getAsLong());
    access =
        Answers.of(
            Access.open(
                vertx,
                store,
                passwords,
                clocks.clocks(),
                UsualOptions.of(
                    UsualOptions.logins(totpFor),
                    UsualOptions.ROBOTS,
                    new PasskeyPolicy(Set.of(PAGE, OTHER_PAGE)))));
    for (User user : List.of(ANA, ROOT)) {
      Answers.of(accounts().add(user, PASSWORD, Actor.OPERATOR, nowMs()));
    }
  }

  Accounts accounts() {
    return new Accounts(store.accounts(), passwords);
  }

  Logins logins() {
    return access.identity().logins();
  }

  Passkeys passkeys() {
    return access.identity().passkeys();
  }

  PasskeyLogins passkeyLogins() {
    return access.identity().passkeyLogins();
  }

  OwnAccount own() {
    return access.identity().own();
  }

  long nowMs() {
    return clocks.clocks().wall().millis();
  }

  LoginOutcome login(String name, String password, Origin origin) {
    return Answers.of(
        logins().login(new Credentials(name, password, Optional.empty(), Browser.NONE), origin));
  }

  LoginOutcome login(String name, String code) {
    return Answers.of(
        logins().login(new Credentials(name, PASSWORD, Optional.of(code), Browser.NONE), HOME));
  }

  LoginOutcome.Accepted accepted(String name) {
    return (LoginOutcome.Accepted) login(name, PASSWORD, HOME);
  }

  SignedIn signedIn(String name) {
    return signedIn(accepted(name)).orElseThrow();
  }

  Optional<SignedIn> signedIn(LoginOutcome.Accepted accepted) {
    return Answers.of(access.signedIn(accepted.token()));
  }

  RefreshOutcome refresh(String token, Origin origin) {
    return Answers.of(logins().refresh(token, origin));
  }

  Account account(String name) {
    return Answers.of(store.accounts().account(name)).orElseThrow();
  }

  /** The code that an authenticator shows now. */
  String code(String name) {
    return Totp.code(Totp.bytes(account(name).second().secret()), Totp.step(nowMs()));
  }

  /** With an authenticator, and the time to the next code passed; the recovery codes. */
  List<String> enrol(SignedIn who) {
    assertThat(Answers.of(own().enrolTotp(who))).isPresent();
    ProofOutcome done =
        Answers.of(own().confirmTotp(who, code(who.user().name()), HOME, Browser.NONE));
    clocks.passMs(Totp.STEP_MS);
    return ((ProofOutcome.Done) done).recoveryCodes();
  }

  /** What the audit log says of that action, as {@code by object detail}. */
  List<String> audit(String action) {
    return Answers.of(store.audit().entries("", 1000)).stream()
        .map(AuditStore.Kept::entry)
        .filter(entry -> entry.action().equals(action))
        .map(IdentityBench::text)
        .toList();
  }

  private static String text(AuditEntry entry) {
    return "%s@%s %s: %s"
        .formatted(entry.by().account(), entry.by().address(), entry.object(), entry.detail());
  }

  @Override
  public void close() {
    passwords.close();
    Answers.of(store.close());
    Answers.of(vertx.close().map(true));
  }
}
