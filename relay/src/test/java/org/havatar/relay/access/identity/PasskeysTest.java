package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.havatar.relay.access.identity.IdentityBench.HOME;
import static org.havatar.relay.access.identity.IdentityBench.OTHER_PAGE;
import static org.havatar.relay.access.identity.IdentityBench.PAGE;
import static org.havatar.relay.access.identity.IdentityBench.PASSWORD;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.identity.Accounts.Wish;
import org.havatar.relay.access.identity.LoginPolicy.TotpFor;
import org.havatar.relay.access.identity.PasskeyOutcome.Added;
import org.havatar.relay.access.identity.PasskeyOutcome.NotHere;
import org.havatar.relay.access.identity.PasskeyOutcome.Options;
import org.havatar.relay.access.identity.PasskeyOutcome.Refused;
import org.havatar.relay.access.identity.SecurityKey.Way;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making passkeys and logging in with them, and what attackers try. */
final class PasskeysTest {
  private static final Way RIGHT = Way.on(PAGE);

  private final IdentityBench bench;
  private final SecurityKey key = new SecurityKey("key of ana", 1);

  PasskeysTest(@TempDir Path directory) {
    bench = new IdentityBench(directory, TotpFor.ADMINISTRATORS);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private PasskeyOutcome begin(SignedIn who) {
    return Answers.of(bench.passkeys().begin(who.user(), PAGE));
  }

  private JsonObject creation(SignedIn who) {
    return ((Options) begin(who)).publicKey();
  }

  private PasskeyOutcome add(SignedIn who, JsonObject credential) {
    return Answers.of(bench.passkeys().add(who, "telephone", credential, HOME));
  }

  private SignedIn enrolled(String name, SecurityKey with) {
    SignedIn who = bench.signedIn(name);
    assertThat(add(who, with.make(creation(who), RIGHT))).isInstanceOf(Added.class);
    return who;
  }

  private JsonObject request(String page) {
    return ((Options) Answers.of(bench.passkeyLogins().begin(page))).publicKey();
  }

  private LoginOutcome login(JsonObject credential) {
    return Answers.of(bench.passkeyLogins().login(credential, HOME, Browser.NONE));
  }

  private LoginOutcome login(SecurityKey with, Way way) {
    return login(with.show(request(PAGE), way));
  }

  private void assertDenied(LoginOutcome outcome) {
    assertThat(outcome).isEqualTo(new LoginOutcome.Denied());
  }

  private void assertAccepted(LoginOutcome outcome, String name) {
    assertThat(outcome).isInstanceOf(LoginOutcome.Accepted.class);
    assertThat(bench.signedIn((LoginOutcome.Accepted) outcome).orElseThrow().user().name())
        .isEqualTo(name);
  }

  @Test
  void aPasskeyLogsInItsOwnerAgainAndAgain() {
    enrolled("ana", key);
    assertAccepted(login(key, RIGHT), "ana");
    bench.clocks.passMs(1000);
    assertAccepted(login(key, RIGHT), "ana");
    Passkey kept = bench.account("ana").passkeys().get(0);
    assertThat(kept.proof().signCount()).isEqualTo(3);
    assertThat(kept.usedMs()).isEqualTo(bench.nowMs());
    assertThat(bench.audit("account.passkey_added"))
        .containsExactly("ana@192.0.2.1 ana: telephone");
    assertThat(bench.audit("login.accepted"))
        .filteredOn(each -> each.endsWith("by passkey telephone"))
        .hasSize(2);
  }

  @Test
  void anAuthenticatorThatDoesNotCountIsNoCopy() {
    SecurityKey uncounted = new SecurityKey("synced", 0);
    enrolled("ana", uncounted);
    assertAccepted(login(uncounted, RIGHT), "ana");
    assertAccepted(login(uncounted, RIGHT), "ana");
  }

  @Test
  void itCountsAsBothFactors() {
    SignedIn ana = bench.signedIn("ana");
    bench.enrol(ana);
    JsonObject options = creation(ana);
    assertThat(add(ana, key.make(options, RIGHT))).isInstanceOf(Added.class);
    assertThat(bench.login("ana", PASSWORD, HOME)).isInstanceOf(LoginOutcome.CodeRequired.class);
    assertAccepted(login(key, RIGHT), "ana");
  }

  @Test
  void aReplayedAssertionIsRefused() {
    enrolled("ana", key);
    JsonObject shown = key.show(request(PAGE), RIGHT);
    assertAccepted(login(shown), "ana");
    assertDenied(login(shown));
    assertThat(bench.audit("login.refused").get(0)).contains("a challenge that isn't out");
  }

  @Test
  void aChallengeIsGoodOnceEvenForAnotherAssertion() {
    SecurityKey uncounted = new SecurityKey("synced", 0);
    enrolled("ana", uncounted);
    JsonObject options = request(PAGE);
    assertAccepted(login(uncounted.show(options, RIGHT)), "ana");
    assertDenied(login(uncounted.show(options, RIGHT)));
  }

  @Test
  void aChallengeEndsAfterTwoMinutes() {
    enrolled("ana", key);
    JsonObject options = request(PAGE);
    bench.clocks.passMs(Ceremonies.LIFE_MS - 1);
    assertAccepted(login(key.show(options, RIGHT)), "ana");
    JsonObject late = request(PAGE);
    bench.clocks.passMs(Ceremonies.LIFE_MS);
    assertDenied(login(key.show(late, RIGHT)));
  }

  @Test
  void aChallengeThatTheRelayNeverGaveIsRefused() {
    enrolled("ana", key);
    String own = PublicKeyCredential.text(new byte[32]);
    assertDenied(login(key.show(new JsonObject().put("challenge", own), RIGHT)));
  }

  @Test
  void aChallengeForMakingOneIsNoneForLoggingInNorTheOtherWayRound() {
    SignedIn ana = enrolled("ana", key);
    assertDenied(login(key.show(creation(ana), RIGHT)));
    JsonObject forLogin =
        request(PAGE)
            .put("user", new JsonObject().put("id", bench.account("ana").userHandle().get()));
    assertThat(add(ana, new SecurityKey("another", 1).make(forLogin, RIGHT)))
        .isEqualTo(new Refused());
  }

  @Test
  void whatAnotherPageGotIsRefused() {
    enrolled("ana", key);
    assertDenied(login(key, new Way("https://evil.test", "relay.test", true)));
    assertDenied(login(key, new Way(PAGE + ":8443", "relay.test", true)));
    assertDenied(login(key, new Way("http://relay.test", "relay.test", true)));
    assertThat(bench.audit("login.refused").get(0)).contains("wrong proof");
  }

  @Test
  void whatWasSignedForAnotherPartyIsRefused() {
    enrolled("ana", key);
    assertDenied(login(key, new Way(PAGE, "evil.test", true)));
    assertDenied(login(key.show(request(OTHER_PAGE), Way.on(OTHER_PAGE))));
  }

  @Test
  void whoeverHasNotUnlockedTheAuthenticatorIsRefused() {
    SignedIn ana = enrolled("ana", key);
    assertDenied(login(key, new Way(PAGE, "relay.test", false)));
    JsonObject made =
        new SecurityKey("careless", 1).make(creation(ana), new Way(PAGE, "relay.test", false));
    assertThat(add(ana, made)).isEqualTo(new Refused());
  }

  @Test
  void anotherAccountsPasskeyIsRefused() {
    enrolled("ana", key);
    bench.clocks.passMs(1000);
    SecurityKey ofMallory = new SecurityKey("key of mallory", 1);
    Answers.of(
        bench.accounts().add(new User("mallory", "Mallory", false), PASSWORD, Actor.OPERATOR, 1));
    enrolled("mallory", ofMallory);
    ofMallory.pretendToBeOf(bench.account("ana").userHandle().orElseThrow());
    assertDenied(login(ofMallory, RIGHT));
    // The same id under another handle: only the key that was enrolled under it proves anything.
    SecurityKey forged = new SecurityKey("key of ana", 1);
    forged.pretendToBeOf(bench.account("ana").userHandle().orElseThrow());
    assertDenied(login(forged, RIGHT));
  }

  @Test
  void aPasskeyThatIsMadeForOneAccountIsNotKeptByAnother() {
    JsonObject options = creation(bench.signedIn("ana"));
    bench.clocks.passMs(1000);
    Answers.of(
        bench.accounts().add(new User("mallory", "Mallory", false), PASSWORD, Actor.OPERATOR, 1));
    assertThat(add(bench.signedIn("mallory"), key.make(options, RIGHT))).isEqualTo(new Refused());
    assertThat(bench.account("mallory").passkeys()).isEmpty();
  }

  @Test
  void aCounterThatGoesBackIsRefusedAndToldOf() {
    enrolled("ana", key);
    key.countFrom(10);
    assertAccepted(login(key, RIGHT), "ana");
    for (long before : List.of(10L, 5L)) {
      key.countFrom(before);
      assertDenied(login(key, RIGHT));
    }
    assertThat(bench.audit("login.refused"))
        .allMatch(each -> each.contains("passkey telephone: its counter went back from 11 to"))
        .hasSize(2);
    key.countFrom(11);
    assertAccepted(login(key, RIGHT), "ana");
  }

  @Test
  void garbageIsRefusedLikeAnUnknownPasskey() {
    enrolled("ana", key);
    JsonObject good = key.show(request(PAGE), RIGHT);
    JsonObject torn = good.copy();
    torn.getJsonObject("response").put("signature", "AAAA").put("authenticatorData", 7);
    for (JsonObject each :
        List.of(
            new JsonObject(),
            new JsonObject().put("response", "text"),
            new JsonObject().put("response", new JsonObject().put("clientDataJSON", "!")),
            torn)) {
      assertDenied(login(each));
    }
    assertDenied(login(new SecurityKey("of nobody", 1), RIGHT));
  }

  @Test
  void guessesAreSlowedDown() {
    enrolled("ana", key);
    Way wrong = new Way("https://evil.test", "relay.test", true);
    for (int i = 0; i < LoginLimiter.FREE_PER_ACCOUNT; i++) {
      assertDenied(login(key, wrong));
    }
    assertThat(login(key, RIGHT)).isInstanceOf(LoginOutcome.Wait.class);
    bench.clocks.passMs(LoginLimiter.FIRST_WAIT_MS);
    assertAccepted(login(key, RIGHT), "ana");
  }

  @Test
  void aDisabledAccountStaysOut() {
    enrolled("ana", key);
    Wish disabled = new Wish(Optional.empty(), Optional.empty(), Optional.of(true));
    Answers.of(bench.accounts().change("ana", disabled, Actor.OPERATOR, 1));
    assertThat(login(key, RIGHT)).isInstanceOf(LoginOutcome.Disabled.class);
  }

  @Test
  void aRemovedPasskeyLogsNobodyIn() {
    SignedIn ana = enrolled("ana", key);
    assertThat(Answers.of(bench.passkeys().remove(ana.user(), key.id(), HOME))).isTrue();
    assertThat(Answers.of(bench.passkeys().remove(ana.user(), key.id(), HOME))).isFalse();
    assertDenied(login(key, RIGHT));
    assertThat(bench.audit("account.passkey_removed")).hasSize(1);
  }

  @Test
  void aResetOfTheSecondFactorsTakesPasskeysToo() {
    enrolled("ana", key);
    Answers.of(bench.accounts().reset("ana", false, Actor.OPERATOR, 1));
    assertAccepted(login(key, RIGHT), "ana");
    Answers.of(bench.accounts().reset("ana", true, Actor.OPERATOR, 1));
    assertDenied(login(key, RIGHT));
  }

  @Test
  void anAccountHasEightAtMostAndEachOnce() {
    SignedIn ana = enrolled("ana", key);
    assertThat(add(ana, key.make(creation(ana), RIGHT))).isEqualTo(new PasskeyOutcome.Known());
    JsonObject early = creation(ana);
    for (int i = 1; i < Account.MOST_PASSKEYS; i++) {
      SecurityKey next = new SecurityKey("key " + i, 1);
      assertThat(add(ana, next.make(creation(ana), RIGHT))).isInstanceOf(Added.class);
    }
    assertThat(begin(ana)).isEqualTo(new PasskeyOutcome.TooMany());
    assertThat(add(ana, new SecurityKey("one more", 1).make(early, RIGHT)))
        .isEqualTo(new PasskeyOutcome.TooMany());
  }

  @Test
  void thereAreNoneOnPagesThatTheOperatorDidNotName() {
    assertThat(Answers.of(bench.passkeyLogins().begin("https://evil.test")))
        .isEqualTo(new NotHere());
    assertThat(Answers.of(bench.passkeyLogins().begin(""))).isEqualTo(new NotHere());
    assertThat(
            Answers.of(bench.passkeys().begin(bench.signedIn("ana").user(), "https://evil.test")))
        .isEqualTo(new NotHere());
  }
}
