package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.audit.AuditStore;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Keyring;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Robots' entries, grants, links and keys over REST. */
final class RobotSharingTest {
  private static final String PASSWORD = "correct horse";
  private static final String TANK = "/api/robots/tank-1";

  private final ApiHarness bench;
  private final String root;
  private final String ana;
  private final String ben;

  RobotSharingTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    root = tokenOf(new User("root", "Root", true));
    ana = tokenOf(new User("ana", "Ana", false));
    ben = tokenOf(new User("ben", "Ben", false));
    JsonObject tank =
        new JsonObject()
            .put("robot_id", "tank-1")
            .put("name", "Tank")
            .put("type", "tank")
            .put("owner", "Ana")
            .put("webrtc_url", "https://tank.example.org");
    assertThat(bench.post("/api/robot/register", tank, root).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String tokenOf(User user) {
    bench.addUser(user, PASSWORD);
    return loginAs(user.name());
  }

  private String loginAs(String name) {
    JsonObject login = new JsonObject().put("username", name).put("password", PASSWORD);
    return new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  private static JsonObject body(Object... fields) {
    JsonObject body = new JsonObject();
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return body;
  }

  private JsonObject ask(String method, String path, String token, int status, Object... fields) {
    return ask(method, path, token, status, fields.length == 0 ? null : body(fields));
  }

  private JsonObject ask(
      String method, String path, String token, int status, @Nullable JsonObject body) {
    bench.clocks().passMs(1000); // nobody is in a hurry
    HttpResponse<String> response = bench.send(method, path, body, token);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
  }

  private static void assertCode(JsonObject problem, String code) {
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("detail")).endsWith(".");
  }

  private List<String> audited() {
    return Answers.of(bench.store().audit().entries("", 100)).stream()
        .map(AuditStore.Kept::entry)
        .filter(entry -> entry.object().equals("tank-1"))
        .map(entry -> entry.by().account() + " " + entry.action())
        .toList();
  }

  @Test
  void whoMayNotSeeARobotIsAnsweredAsIfThereWereNoneWhateverHeAsks() {
    record Request(String method, String path, @Nullable JsonObject body) {}
    List<Request> all =
        List.of(
            new Request("GET", "", null),
            new Request("PATCH", "", body("name", "Mine")),
            new Request("PUT", "/owner", body("account", "ben")),
            new Request("GET", "/grants", null),
            new Request("PUT", "/grants/ben", body("role", "driver")),
            new Request("DELETE", "/grants/ben", null),
            new Request("GET", "/links", null),
            new Request("POST", "/links", body("role", "viewer", "expires_in_s", 60)),
            new Request("DELETE", "/links/0123456789ab", null),
            new Request("GET", "/key", null),
            new Request("POST", "/key", null),
            new Request("PATCH", "/key", body("recovery_days", 1)),
            new Request("DELETE", "/key", null),
            new Request("POST", "/recovery", body("expires_in_s", 60)),
            new Request("GET", "/commands", null));
    for (Request each : all) {
      JsonObject hidden = ask(each.method, TANK + each.path, ben, 404, each.body);
      JsonObject none = ask(each.method, "/api/robots/tank-9" + each.path, ben, 404, each.body);
      assertThat(hidden).as(each.path).isEqualTo(none);
    }
    JsonObject hidden = ask("DELETE", TANK, ben, 404, "robot_id", "tank-1");
    assertThat(hidden).isEqualTo(ask("DELETE", "/api/robots/t", ben, 404, "robot_id", "t"));
    assertThat(audited()).containsExactly("root robot.add");
  }

  @Test
  void whoMaySeeItButDoesNotKeepItIsToldThatHeMayNot() {
    ask("PUT", TANK + "/grants/ben", ana, 200, "role", "driver");
    JsonObject seen = ask("GET", TANK, ben, 200);
    assertThat(seen.getString("may")).isEqualTo("drive");
    assertThat(seen.fieldNames()).doesNotContain("owner", "webrtc_url", "audience", "status");
    assertCode(ask("PATCH", TANK, ben, 403, "name", "Mine"), "not_permitted");
    assertCode(ask("GET", TANK + "/grants", ben, 403), "not_permitted");
    assertCode(ask("POST", TANK + "/key", ben, 403), "not_permitted");
    assertCode(ask("DELETE", TANK, ben, 403, "robot_id", "tank-1"), "not_permitted");
    assertCode(ask("PUT", TANK + "/owner", ben, 403, "account", "ben"), "not_permitted");
  }

  @Test
  void itsOwnerChangesWhatIsNotedAndWhatHeLeavesOutStays() {
    JsonObject before = ask("GET", TANK, ana, 200);
    assertThat(before.getString("owner")).isEqualTo("ana");
    assertThat(before.getString("audience")).isEqualTo("granted");
    JsonObject after =
        ask("PATCH", TANK, ana, 200, "audience", "everyone", "booking_required", true);
    assertThat(after)
        .isEqualTo(before.copy().put("audience", "everyone").put("booking_required", true));
    assertThat(ask("GET", TANK, ben, 200).getString("may")).isEqualTo("book");
    ask("PATCH", TANK, ana, 200, body("rtsp_url", "rtsp://10.0.0.2/v").putNull("webrtc_url"));
    JsonObject urls = ask("GET", TANK, ana, 200);
    assertThat(urls.getString("rtsp_url")).isEqualTo("rtsp://10.0.0.2/v");
    assertThat(urls.containsKey("webrtc_url")).isFalse();
    assertCode(ask("PATCH", TANK, ana, 400, "audience", "friends"), "out_of_range");
    assertCode(ask("PATCH", TANK, ana, 400, "name", " "), "out_of_range");
    assertThat(audited()).containsExactly("root robot.add", "ana robot.change", "ana robot.change");
  }

  @Test
  void aRobotGoesOnlyWhenItsIdIsSaidAgain() {
    assertCode(ask("DELETE", TANK, ana, 400, "robot_id", "tank-2"), "out_of_range");
    ask("GET", TANK, ana, 200);
    ask("DELETE", TANK, ana, 204, "robot_id", "tank-1");
    ask("GET", TANK, ana, 404);
    assertThat(audited()).contains("ana robot.remove");
  }

  @Test
  void itsKeepersSayHowLongAHoldMayLastInWholeSecondsWithinBounds() {
    assertThat(ask("GET", TANK, ana, 200).getInteger("hold_limit_s")).isEqualTo(60);
    for (int limitS : List.of(5, 600, 42)) {
      JsonObject after = ask("PATCH", TANK, ana, 200, "hold_limit_s", limitS);
      assertThat(after.getInteger("hold_limit_s")).isEqualTo(limitS);
    }
    for (Object wrong : List.of(4, 601, 0, -5, 5.5, "60", true)) {
      JsonObject problem = ask("PATCH", TANK, ana, 400, "hold_limit_s", wrong);
      assertCode(problem, "out_of_range");
      assertThat(problem.getString("detail"))
          .isEqualTo("hold_limit_s has to be whole seconds from 5 to 600.");
    }
    ask("PATCH", TANK, ana, 200, "name", "Renamed");
    ask("PUT", TANK + "/grants/ben", ana, 200, "role", "driver");
    assertCode(ask("PATCH", TANK, ben, 403, "hold_limit_s", 600), "not_permitted");
    assertThat(ask("GET", TANK, ben, 200).getInteger("hold_limit_s")).isEqualTo(42);
    ask("PATCH", TANK, root, 200, "hold_limit_s", 7);
    assertThat(Answers.of(bench.store().audit().entries("", 100)))
        .extracting(AuditStore.Kept::entry)
        .anySatisfy(
            entry -> {
              assertThat(entry.by().account()).isEqualTo("root");
              assertThat(entry.action()).isEqualTo("robot.change");
              assertThat(entry.detail()).isEqualTo("hold_limit_s");
            });
  }

  @Test
  void aRobotMayBeRegisteredWithALimitOfItsOwn() {
    JsonObject crane = body("robot_id", "c", "name", "C", "type", "crane", "hold_limit_s", 10);
    ask("POST", "/api/robot/register", root, 201, crane);
    assertThat(ask("GET", "/api/robots/c", root, 200).getInteger("hold_limit_s")).isEqualTo(10);
    JsonObject wrong = body("robot_id", "d", "name", "D", "type", "crane", "hold_limit_s", 601);
    assertCode(ask("POST", "/api/robot/register", root, 400, wrong), "out_of_range");
  }

  private JsonObject offerTo(String account) {
    return ask("PUT", TANK + "/owner", ana, 200, "account", account);
  }

  private JsonArray offersTo(String token) {
    return ask("GET", "/api/offers", token, 200).getJsonArray("offers");
  }

  @Test
  void aRobotIsTheOthersOnceTheyTakeIt() {
    assertCode(ask("PUT", TANK + "/owner", ana, 404, "account", "bne"), "unknown_account");
    assertCode(ask("PUT", TANK + "/owner", ana, 409, "account", "ana"), "owner");
    assertThat(offerTo("Ben").getString("offered_to")).isEqualTo("ben");
    assertThat(ask("GET", TANK, ana, 200).getString("owner")).isEqualTo("ana");
    ask("GET", TANK, ben, 404);
    JsonObject offer = offersTo(ben).getJsonObject(0);
    assertThat(offer.getString("robot_id")).isEqualTo("tank-1");
    assertThat(offer.getString("by")).isEqualTo("ana");
    assertThat(offersTo(ana)).isEmpty();
    assertCode(ask("POST", "/api/offers/tank-1", root, 404), "no_offer");
    JsonObject mine = ask("POST", "/api/offers/tank-1", ben, 200);
    assertThat(mine.getString("owner")).isEqualTo("ben");
    assertThat(mine.containsKey("offered_to")).isFalse();
    assertThat(ask("GET", TANK, ben, 200).getString("owner")).isEqualTo("ben");
    ask("GET", TANK, ana, 404);
    assertCode(ask("POST", "/api/offers/tank-1", ben, 404), "no_offer");
  }

  @Test
  void anOfferEndsByEitherSideByAnotherAndByItsTime() {
    offerTo("ben");
    ask("DELETE", "/api/offers/tank-1", ben, 204);
    assertCode(ask("POST", "/api/offers/tank-1", ben, 404), "no_offer");
    offerTo("ben");
    ask("DELETE", "/api/offers/tank-1", ana, 204);
    assertThat(offersTo(ben)).isEmpty();
    String dan = tokenOf(new User("dan", "Dan", false));
    ask("DELETE", "/api/offers/tank-1", dan, 404);
    offerTo("ben");
    offerTo("dan");
    assertCode(ask("POST", "/api/offers/tank-1", ben, 404), "no_offer");
    ask("DELETE", "/api/offers/tank-1", ben, 404);
    assertThat(offersTo(dan)).hasSize(1);
    bench.clocks().passMs(7 * 86_400_000L);
    String later = loginAs("dan");
    assertCode(ask("POST", "/api/offers/tank-1", later, 404), "no_offer");
    assertThat(offersTo(later)).isEmpty();
  }

  @Test
  void anOfferOfADisabledAccountIsNone() {
    offerTo("ben");
    ask("PATCH", "/api/accounts/ana", root, 200, "disabled", true);
    assertCode(ask("POST", "/api/offers/tank-1", ben, 404), "no_offer");
    ask("PATCH", "/api/accounts/ana", root, 200, "disabled", false);
    ask("POST", "/api/offers/tank-1", ben, 200);
  }

  @Test
  void anAccountOwnsSoManyRobotsAlsoWhenItAsksForManyAtOnce() {
    bench.letUsersRegister(3);
    List<CompletableFuture<HttpResponse<String>>> asked =
        IntStream.range(0, 9)
            .mapToObj(i -> body("robot_id", "ben-" + i, "name", "B", "type", "tank"))
            .map(robot -> bench.begin("/api/robot/register", robot, ben))
            .toList();
    assertThat(asked.stream().map(each -> each.join().statusCode()))
        .filteredOn(status -> status == 201)
        .hasSize(3);
    JsonObject more = body("robot_id", "ben-9", "name", "B", "type", "tank");
    assertCode(ask("POST", "/api/robot/register", ben, 409, more), "too_many_robots");
    offerTo("ben");
    assertCode(ask("POST", "/api/offers/tank-1", ben, 409), "too_many_robots");
    ask("POST", "/api/robot/register", root, 201, more.copy().put("owner", "ben"));
  }

  @Test
  void anAdministratorTakesARobotAtOnce() {
    offerTo("ben");
    JsonObject taken = ask("PUT", TANK + "/owner", root, 200, "account", "root");
    assertThat(taken.getString("owner")).isEqualTo("root");
    assertCode(ask("POST", "/api/offers/tank-1", ben, 404), "no_offer");
    ask("GET", TANK, ana, 404);
  }

  private String linkOf(String owner) {
    return ask("POST", TANK + "/links", owner, 201, "role", "driver", "expires_in_s", 3600)
        .getString("token");
  }

  @Test
  void whoGaveARobotAwayHasNoWayBackToIt() {
    String used = linkOf(ana);
    String kept = linkOf(ana);
    ask("POST", "/api/links/redeem", ben, 200, "token", used);
    String cem = tokenOf(new User("cem", "Cem", false));
    String dan = tokenOf(new User("dan", "Dan", false));
    ask("PUT", TANK + "/grants/cem", ana, 200, "role", "driver");
    ask("POST", TANK + "/recovery", ana, 200, "expires_in_s", 3600);
    offerTo("dan");
    ask("POST", "/api/offers/tank-1", dan, 200);
    assertCode(ask("POST", "/api/links/redeem", ana, 404, "token", kept), "link_over");
    for (String former : List.of(ana, ben, cem)) {
      ask("GET", TANK, former, 404);
    }
    Keyring keys = Answers.of(bench.store().robots().keys("tank-1")).orElseThrow();
    assertThat(keys.upkeep().recoveryUntilMs()).isZero();
    assertThat(keys.upkeep().isExchangeWanted()).isTrue();
    assertThat(keys.former()).isEmpty();
    assertThat(ask("GET", TANK, dan, 200).getString("owner")).isEqualTo("dan");
  }

  @Test
  void linksOfADisabledAccountOpenNothing() {
    String link = linkOf(ana);
    ask("PATCH", "/api/accounts/ana", root, 200, "disabled", true);
    assertCode(ask("POST", "/api/links/redeem", ben, 404, "token", link), "link_over");
    ask("PATCH", "/api/accounts/ana", root, 200, "disabled", false);
    ask("POST", "/api/links/redeem", ben, 200, "token", link);
  }

  @Test
  void grantsAreListedReplacedAndTakenBack() {
    JsonObject made =
        ask(
            "PUT",
            TANK + "/grants/BEN",
            ana,
            200,
            "role",
            "viewer",
            "until",
            "2027-01-01T00:00:00Z");
    assertThat(made.getString("until")).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(ask("GET", TANK, ben, 200).getString("may")).isEqualTo("watch");
    ask("PUT", TANK + "/grants/ben", root, 200, "role", "driver");
    JsonObject grant =
        ask("GET", TANK + "/grants", ana, 200).getJsonArray("grants").getJsonObject(0);
    assertThat(grant.getString("account")).isEqualTo("ben");
    assertThat(grant.getString("role")).isEqualTo("driver");
    assertThat(grant.getString("by")).isEqualTo("root");
    assertThat(grant.containsKey("until")).isFalse();
    ask("DELETE", TANK + "/grants/ben", ana, 204);
    ask("GET", TANK, ben, 404);
    assertCode(ask("PUT", TANK + "/grants/nobody", ana, 404, "role", "driver"), "unknown_account");
    assertCode(ask("PUT", TANK + "/grants/ana", ana, 409, "role", "driver"), "owner");
    assertCode(
        ask(
            "PUT",
            TANK + "/grants/ben",
            ana,
            400,
            "role",
            "driver",
            "until",
            "2020-01-01T00:00:00Z"),
        "out_of_range");
  }

  @Test
  void anAccountMayGiveUpItsOwnGrantAndNobodyElses() {
    ask("PUT", TANK + "/grants/ben", ana, 200, "role", "driver");
    assertCode(ask("DELETE", TANK + "/grants/root", ben, 403), "not_permitted");
    ask("DELETE", TANK + "/grants/ben", ben, 204);
    ask("GET", TANK, ben, 404);
  }

  @Test
  void aLinkGivesItsGrantAsOftenAsItSaysUntilItEndsAndGoesWithIt() {
    JsonObject made = ask("POST", TANK + "/links", ana, 201, "role", "driver", "expires_in_s", 600);
    String token = made.getString("token");
    JsonObject listed = ask("GET", TANK + "/links", ana, 200);
    assertThat(listed.encode()).doesNotContain(token).doesNotContain("hash");
    JsonObject got = ask("POST", "/api/links/redeem", ben, 200, "token", token);
    assertThat(got.getString("robot_id")).isEqualTo("tank-1");
    assertThat(got.getString("until")).isEqualTo(made.getString("expires_at"));
    assertThat(ask("GET", TANK, ben, 200).getString("may")).isEqualTo("drive");
    ask("POST", "/api/links/redeem", ben, 404, "token", token);
    String eva = tokenOf(new User("eva", "Eva", false));
    assertCode(ask("POST", "/api/links/redeem", eva, 404, "token", token), "link_over");
    ask("DELETE", TANK + "/links/" + made.getString("link_id"), ana, 204);
    ask("GET", TANK, ben, 404);
  }

  @Test
  void whoHasAsMuchAlreadyUsesNoneOfALinkUp() {
    ask("PUT", TANK + "/grants/ben", ana, 200, "role", "driver");
    JsonObject made = ask("POST", TANK + "/links", ana, 201, "role", "viewer", "expires_in_s", 600);
    ask("POST", "/api/links/redeem", ben, 200, "token", made.getString("token"));
    JsonObject link = ask("GET", TANK + "/links", ana, 200).getJsonArray("links").getJsonObject(0);
    assertThat(link.getInteger("uses")).isZero();
    assertThat(ask("GET", TANK, ben, 200).getString("may")).isEqualTo("drive");
  }

  @Test
  void aLinksEndEndsItsGrantsToo() {
    JsonObject made = ask("POST", TANK + "/links", ana, 201, "role", "viewer", "expires_in_s", 60);
    ask("POST", "/api/links/redeem", ben, 200, "token", made.getString("token"));
    ask("GET", TANK, ben, 200);
    bench.clocks().passMs(60_000);
    ask("GET", TANK, ben, 404);
    assertThat(ask("GET", TANK + "/grants", ana, 200).getJsonArray("grants")).isEmpty();
    assertThat(ask("GET", TANK + "/links", ana, 200).getJsonArray("links")).isEmpty();
  }

  @Test
  void wrongAndForeignTokensOfLinksAreAnsweredAlike() {
    JsonObject made = ask("POST", TANK + "/links", ana, 201, "role", "viewer", "expires_in_s", 60);
    String token = made.getString("token");
    JsonObject first = ask("POST", "/api/links/redeem", ben, 404, "token", "x");
    for (String wrong :
        List.of(token + "x", token.replace("tank-1", "tank-9"), token.replaceFirst("~.", "~-"))) {
      assertThat(ask("POST", "/api/links/redeem", ben, 404, "token", wrong)).isEqualTo(first);
    }
    assertCode(
        ask("POST", TANK + "/links", ana, 400, "role", "viewer", "expires_in_s", 2_592_001),
        "out_of_range");
  }

  @Test
  void usersRegisterRobotsOnlyWhenTheRelayLetsThem() {
    JsonObject car = new JsonObject().put("name", "Car").put("type", "car");
    assertThat(bench.post("/api/robot/register", car, ben).statusCode()).isEqualTo(403);
    bench.letUsersRegister(20);
    assertThat(bench.post("/api/robot/register", car, ben).statusCode()).isEqualTo(201);
    JsonObject others = car.copy().put("owner", "ana");
    assertThat(bench.post("/api/robot/register", others, ben).statusCode()).isEqualTo(403);
    JsonObject nobodys = car.copy().put("owner", "nobody");
    assertThat(bench.post("/api/robot/register", nobodys, root).statusCode()).isEqualTo(404);
  }

  @Test
  void aNewKeyEndsTheFormerAndRevokedNothingOpens() {
    assertThat(ask("GET", TANK + "/key", ana, 200).getString("state")).isEqualTo("good");
    String first = ask("POST", TANK + "/key", ana, 201).getString("api_key");
    String second = ask("POST", TANK + "/key", root, 201).getString("api_key");
    assertThat(bench.isRobotKey("tank-1", first)).isFalse();
    assertThat(bench.isRobotKey("tank-1", second)).isTrue();
    JsonObject state = ask("GET", TANK + "/key", ana, 200);
    assertThat(state.encode()).doesNotContain(second).doesNotContain("hash");
    assertThat(state.containsKey("last_seen_at")).isTrue();
    assertThat(ask("POST", TANK + "/key/exchange", ana, 202).getString("state"))
        .isEqualTo("handing_over");
    ask("DELETE", TANK + "/key", ana, 204);
    assertCode(ask("POST", TANK + "/key/exchange", ana, 409), "key_revoked");
    assertThat(bench.isRobotKey("tank-1", second)).isFalse();
    assertThat(ask("GET", TANK + "/key", ana, 200).getString("state")).isEqualTo("revoked");
    assertCode(ask("POST", TANK + "/recovery", ana, 409, "expires_in_s", 60), "key_revoked");
    assertThat(audited())
        .endsWith(
            "ana robot.key_new",
            "root robot.key_new",
            "ana robot.key_exchange",
            "ana robot.key_revoke");
  }

  @Test
  void ownersSayHowLongARobotMayBeAwayAndOpenAWindowForOneThatWas() {
    JsonObject terms = ask("PATCH", TANK + "/key", ana, 200, "recovery_days", 0);
    assertThat(terms.getInteger("recovery_days")).isZero();
    assertThat(terms.getString("key_rotation")).isEqualTo("automatic");
    assertThat(
            ask("PATCH", TANK + "/key", ana, 200, "key_rotation", "off")
                .getInteger("recovery_days"))
        .isZero();
    JsonObject open = ask("POST", TANK + "/recovery", ana, 200, "expires_in_s", 60);
    assertThat(open.containsKey("recovery_until")).isTrue();
    bench.clocks().passMs(60_000);
    assertThat(ask("GET", TANK + "/key", ana, 200).containsKey("recovery_until")).isFalse();
    assertCode(ask("POST", TANK + "/recovery", ana, 400, "expires_in_s", 3601), "out_of_range");
  }
}
