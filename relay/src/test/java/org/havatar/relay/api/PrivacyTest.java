package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditShare;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.havatar.relay.session.port.CommandRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log for people, what is told to people about themselves, and being forgotten. */
final class PrivacyTest {
  private static final String PASSWORD = "correct horse";
  private static final String TANK = "/api/robots/tank-1";
  private static final int PATIENCE_S = 60;

  private final ApiHarness bench;
  private final String root;
  private final String ana;
  private final String ben;

  PrivacyTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
    root = tokenOf(new User("root", "Root", true));
    ana = tokenOf(new User("ana", "Ana", false));
    ben = tokenOf(new User("ben", "Ben", false));
    JsonObject tank = body("robot_id", "tank-1", "name", "Tank", "type", "tank", "owner", "ana");
    ask("POST", "/api/robot/register", root, 201, tank);
    ask("PUT", TANK + "/grants/ben", ana, 200, body("role", "driver"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String tokenOf(User user) {
    bench.addUser(user, PASSWORD);
    return login(user.name());
  }

  private String login(String name) {
    JsonObject login = body("username", name, "password", PASSWORD);
    return new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  private static JsonObject body(Object... fields) {
    JsonObject body = new JsonObject();
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return body;
  }

  private String text(
      String method, String path, String token, int status, @Nullable JsonObject body) {
    bench.clocks().passMs(1000); // nobody is in a hurry
    HttpResponse<String> response = bench.send(method, path, body, token);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body();
  }

  private JsonObject ask(
      String method, String path, String token, int status, @Nullable JsonObject body) {
    String text = text(method, path, token, status, body);
    return text.isEmpty() ? new JsonObject() : new JsonObject(text);
  }

  private JsonObject get(String path, String token) {
    return ask("GET", path, token, 200, null);
  }

  private static List<JsonObject> list(JsonArray array) {
    List<JsonObject> all = new ArrayList<>();
    array.forEach(each -> all.add((JsonObject) each));
    return all;
  }

  private List<JsonObject> audit(String query) {
    return list(get("/api/audit" + query, root).getJsonArray("entries"));
  }

  private List<String> actions(String query) {
    return audit(query).stream().map(each -> each.getString("action")).toList();
  }

  private void book(String token) {
    String from = Timestamps.text(bench.clocks().clocks().wall().millis() + 7_200_000);
    String until = Timestamps.text(bench.clocks().clocks().wall().millis() + 9_000_000);
    ask(
        "POST",
        "/api/bookings",
        token,
        201,
        body("robot_id", "tank-1", "from", from, "until", until));
  }

  @Test
  void administratorsReadTheLogNewestFirstAndOnlyThey() {
    List<JsonObject> all = audit("");
    assertThat(all.get(0).getString("action")).isEqualTo("audit.read");
    assertThat(all.get(0).getString("account")).isEqualTo("root");
    assertThat(all.get(1).getString("action")).isEqualTo("robot.grant");
    assertThat(all.get(1).getString("address")).isEqualTo("127.0.0.1");
    assertThat(actions("?account=ANA&action=robot")).containsExactly("robot.grant");
    assertThat(actions("?object=tank-1&action=robot.add")).containsExactly("robot.add");
    assertThat(actions("?to=2")).containsOnly("account.add");
    ask("GET", "/api/audit", ana, 403, null);
    ask("GET", "/api/audit/export", ana, 403, null);
  }

  @Test
  void pagesOfTheLogMissNothing() {
    List<JsonObject> whole = audit("?action=login&limit=1000");
    List<JsonObject> seen = new ArrayList<>();
    String after = "";
    do {
      JsonObject page = get("/api/audit?action=login&limit=1" + after, root);
      seen.addAll(list(page.getJsonArray("entries")));
      after = page.containsKey("next") ? "&after=" + page.getString("next") : "";
    } while (!after.isEmpty());
    assertThat(whole).hasSize(3);
    assertThat(seen).isEqualTo(whole);
  }

  @Test
  void anOwnerReadsWhatWasDoneToHisRobotWithoutAddressesAndNothingOfAccounts() {
    bench.addUser(new User("tank-1", "An account like a robot", false), PASSWORD);
    JsonObject read = get(TANK + "/audit", ana);
    List<JsonObject> entries = list(read.getJsonArray("entries"));
    assertThat(entries.stream().map(each -> each.getString("action")))
        .containsExactly("robot.audit_read", "robot.grant", "robot.add");
    assertThat(entries).noneMatch(each -> each.containsKey("address"));
    ask("GET", TANK + "/audit", ben, 403, null);
    assertThat(list(get(TANK + "/audit", root).getJsonArray("entries")))
        .allMatch(each -> each.containsKey("address"));
  }

  @Test
  void theExportHasEveryEntryInItsOrderAndTellsThatItWasTaken() {
    List<AuditEntry> many = new ArrayList<>();
    for (int i = 0; i < 1234; i++) {
      many.add(new AuditEntry(i, Actor.OPERATOR, "test.many", "", "n" + i));
    }
    Answers.of(bench.store().audit().append(many));
    String[] lines = text("GET", "/api/audit/export", root, 200, null).split("\n", -1);
    List<String> details = new ArrayList<>();
    for (String line : lines) {
      if (line.contains("test.many")) {
        details.add(new JsonObject(line).getString("detail"));
      }
    }
    assertThat(details).isEqualTo(many.stream().map(AuditEntry::detail).toList());
    assertThat(lines[lines.length - 2]).contains("audit.export");
    assertThat(lines[lines.length - 1]).isEmpty();
  }

  @Test
  void somebodyIsToldAllThatIsKeptOfHimAndNoSecretAndNothingOfOthers() {
    book(ben);
    bench.addCommands(
        List.of(
            new CommandRecord("tank-1", 5, 6, "ben", 7, "drive", 1, 2, "accepted", 3),
            new CommandRecord("tank-1", 8, 8, "ana", 7, "stop", 0, 0, "accepted", 1)));
    String text = text("GET", "/api/account/export", ben, 200, null);
    JsonObject all = new JsonObject(text);
    assertThat(all.getJsonObject("account").getString("name")).isEqualTo("ben");
    assertThat(all.getJsonArray("sessions")).hasSize(1);
    assertThat(all.getJsonArray("robots")).isEmpty();
    assertThat(all.getJsonArray("grants").getJsonObject(0).getString("robot_id"))
        .isEqualTo("tank-1");
    assertThat(all.getJsonArray("bookings")).hasSize(1);
    assertThat(all.getJsonArray("agenda")).hasSize(1);
    assertThat(list(all.getJsonArray("commands")))
        .singleElement()
        .matches(each -> each.getString("account").equals("ben"));
    assertThat(list(all.getJsonArray("audit")).stream().map(each -> each.getString("action")))
        .containsExactly(
            "account.add", "login.accepted", "robot.grant", "booking.add", "account.export");
    assertThat(text).doesNotContain("argon2").doesNotContain("hash");
    assertThat(get("/api/account/export", ana).getJsonArray("robots")).hasSize(1);
  }

  @Test
  void whatTellsOfSomebodyIsTakenByItsFieldsAndWithoutTheAddressesOfOthers() {
    Actor other = new Actor("ana", "192.0.2.77");
    Answers.of(
        bench
            .store()
            .audit()
            .append(
                List.of(
                    new AuditEntry(7, other, "robot.change", "tank-1", "the name is ben now"),
                    new AuditEntry(8, other, "robot.grant", "tank-1", "a driver").naming("ben"))));
    List<JsonObject> told = list(get("/api/account/export", ben).getJsonArray("audit"));
    assertThat(told).noneMatch(each -> each.getString("detail").contains("the name is"));
    assertThat(told).anyMatch(each -> each.getString("detail").equals("a driver"));
    assertThat(told)
        .filteredOn(each -> each.containsKey("address"))
        .isNotEmpty()
        .allMatch(each -> each.getString("account").equals("ben"));
  }

  /** Of these requests, begun at once, one is refused and the others are answered later. */
  private void assertOneIsRefused(List<String> tokens, String path) {
    CompletableFuture<Boolean> released = new CompletableFuture<>();
    bench.holdCommandsUntil(released);
    bench.clocks().passMs(10_000);
    List<CompletableFuture<HttpResponse<String>>> all =
        tokens.stream().map(token -> bench.begin(path, token)).toList();
    Object first =
        CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new))
            .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
            .join();
    assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(429);
    assertThat(((HttpResponse<?>) first).headers().firstValue("retry-after")).contains("2");
    released.complete(true);
    assertThat(all.stream().map(each -> each.join().statusCode()).sorted())
        .containsExactlyElementsOf(
            Stream.concat(Collections.nCopies(tokens.size() - 1, 200).stream(), Stream.of(429))
                .toList());
    assertThat(text("GET", path, tokens.get(0), 200, null)).isNotEmpty();
  }

  @Test
  void askingForWhatIsSoAlreadyLeavesNoEntry() {
    int before = audit("?limit=1000").size();
    for (int i = 0; i < 5; i++) {
      ask("PATCH", "/api/account", ben, 200, body());
      ask("PATCH", "/api/account", ben, 200, body("display_name", "Ben"));
      ask("PATCH", TANK, ana, 200, body("name", "Tank"));
      ask("PATCH", "/api/accounts/ben", root, 200, body("role", "user"));
      ask("PUT", TANK + "/grants/ben", ana, 200, body("role", "driver"));
    }
    assertThat(actions("?limit=1000").stream().filter(each -> !each.equals("audit.read")))
        .hasSize(before - 1);
    ask("PATCH", TANK, ana, 200, body("name", "Tank of today"));
    assertThat(list(get(TANK + "/audit", ana).getJsonArray("entries")))
        .extracting(each -> each.getString("action"))
        .as("it is still the same robot")
        .containsExactly("robot.audit_read", "robot.change", "robot.grant", "robot.add");
  }

  @Test
  void whatIsCountedTogetherIsToldWithItsCount() {
    Actor eva = new Actor("eva", "192.0.2.1");
    Answers.of(
        bench
            .store()
            .audit()
            .append(
                Collections.nCopies(
                    AuditShare.MOST_OF_KIND + 3, new AuditEntry(7, eva, "a.b", "", ""))));
    JsonObject together = audit("?account=eva").get(0);
    assertThat(together.getInteger("count")).isEqualTo(3);
    assertThat(together.getString("last")).isEqualTo("1970-01-01T00:00:00.007Z");
  }

  @Test
  void oneExportAnAccountIsUnderWay() {
    assertOneIsRefused(List.of(ben, ben), "/api/account/export");
  }

  @Test
  void fewExportsOfANodeAreUnderWay() {
    List<String> tokens = new ArrayList<>(List.of(ana, ben));
    for (String name : List.of("c1", "c2", "c3")) {
      User user = new User(name, name, false);
      bench.clocks().passMs(10_000);
      tokens.add(tokenOf(user));
    }
    assertOneIsRefused(tokens, "/api/account/export");
  }

  @Test
  void oneSearchOfTheCommandLogAnAccountIsUnderWay() {
    assertOneIsRefused(List.of(ana, ana), TANK + "/commands?from=0&to=99");
  }

  @Test
  void whoOwnsRobotsOrIsTheLastAdministratorIsNotForgottenYet() {
    JsonObject refused = ask("DELETE", "/api/account", ana, 409, body("password", PASSWORD));
    assertThat(refused.getString("code")).isEqualTo("owns_robots");
    assertThat(refused.getJsonArray("robots")).containsExactly("tank-1");
    refused = ask("DELETE", "/api/account", root, 409, body("password", PASSWORD));
    assertThat(refused.getString("code")).isEqualTo("last_administrator");
    ask("DELETE", "/api/accounts/nobody", root, 404, null);
    ask("DELETE", "/api/accounts/ben", ana, 403, null);
    assertThat(get("/api/account", ana).getString("name")).isEqualTo("ana");
  }

  @Test
  void onlyWhoProvesItOnceMoreIsForgotten() {
    JsonObject wrong = ask("DELETE", "/api/account", ben, 403, body("password", "wrong horse"));
    assertThat(wrong.getString("code")).isEqualTo("wrong_password");
    assertThat(get("/api/account", ben).getString("name")).isEqualTo("ben");
  }

  @Test
  void whoIsForgottenIsNowhereAnyMoreAndANewAccountOfTheNameInheritsNothing() {
    book(ben);
    bench.addCommands(
        List.of(new CommandRecord("tank-1", 5, 6, "ben", 7, "drive", 1, 2, "accepted", 3)));
    ask("DELETE", "/api/account", ben, 204, body("password", PASSWORD));
    ask("GET", "/api/account", ben, 401, null);
    assertThat(text("GET", "/api/audit/export", root, 200, null)).doesNotContain("\"ben\"");
    assertThat(text("GET", "/api/audit?limit=1000", root, 200, null))
        .doesNotContain(" ben")
        .contains("(erased-");
    assertThat(text("GET", TANK + "/commands?from=0&to=99", root, 200, null))
        .doesNotContain("\"ben\"")
        .contains("(erased-");

    String again = tokenOf(new User("ben", "Ben", false));
    assertThat(get("/api/robots", again).getJsonArray("robots")).isEmpty();
    ask("GET", TANK, again, 404, null);
    JsonObject all = get("/api/account/export", again);
    for (String part :
        List.of("robots", "offers", "grants", "links", "bookings", "agenda", "commands")) {
      assertThat(all.getJsonArray(part)).as(part).isEmpty();
    }
    assertThat(list(all.getJsonArray("audit")).stream().map(each -> each.getString("action")))
        .containsExactly("account.add", "login.accepted", "account.export");
  }

  @Test
  void linksOfWhoIsForgottenEndWithTheGrantsThatTheyGave() {
    JsonObject link =
        ask("POST", TANK + "/links", ana, 201, body("role", "driver", "expires_in_s", 3600));
    String eva = tokenOf(new User("eva", "Eva", false));
    ask("POST", "/api/links/redeem", eva, 200, body("token", link.getString("token")));
    ask("PUT", TANK + "/owner", ana, 200, body("account", "root"));
    ask("POST", "/api/offers/tank-1", root, 200, null);
    ask("DELETE", "/api/account", ana, 204, body("password", PASSWORD));
    ask("GET", TANK, eva, 404, null);
    ask("GET", TANK, ben, 404, null);
    assertThat(text("GET", TANK + "/grants", root, 200, null)).doesNotContain("\"ana\"");
  }

  @Test
  void aRobotThatIsRemovedLeavesNothingToTheNextOfItsId() {
    book(ben);
    bench.addCommands(
        List.of(new CommandRecord("tank-1", 5, 6, "ben", 7, "drive", 1, 2, "accepted", 3)));
    Answers.of(bench.store().robots().recordBoot("tank-1", 9, 9));
    ask("DELETE", TANK, ana, 204, body("robot_id", "tank-1"));
    assertThat(Answers.of(bench.store().bookings().agenda("ben")).entries()).isEmpty();
    ask(
        "POST",
        "/api/robot/register",
        root,
        201,
        body("robot_id", "tank-1", "name", "Other", "type", "tank"));
    ask("GET", TANK, ben, 404, null);
    assertThat(Answers.of(bench.store().bookings().calendar("tank-1")).bookings()).isEmpty();
    assertThat(get(TANK + "/commands?from=0&to=99", root).getJsonArray("commands")).isEmpty();
    assertThat(list(get(TANK + "/audit", root).getJsonArray("entries")))
        .extracting(each -> each.getString("action"))
        .containsExactly("robot.audit_read", "robot.add");
    assertThat(Answers.of(bench.store().robots().recordBoot("tank-1", 1, 1))).isEmpty();
  }

  @Test
  void carersOwnNoRobots() {
    bench.addUser(new User("cara", "Cara", Role.CARER), PASSWORD);
    JsonObject arm = body("robot_id", "arm-1", "name", "Arm", "type", "arm", "owner", "cara");
    JsonObject refused = ask("POST", "/api/robot/register", root, 409, arm);
    assertThat(refused.getString("code")).isEqualTo("carer_owns_nothing");
    assertThat(refused.getString("detail")).contains("cara").endsWith(".");
    refused = ask("PUT", TANK + "/owner", ana, 409, body("account", "cara"));
    assertThat(refused.getString("code")).isEqualTo("carer_owns_nothing");
    assertThat(get(TANK, ana).getString("owner")).isEqualTo("ana");
  }

  @Test
  void theListTellsWhatTheAccountMayDoWithEachRobot() {
    JsonObject mine = get("/api/robots", ana).getJsonArray("robots").getJsonObject(0);
    assertThat(mine.getString("owner")).isEqualTo("ana");
    assertThat(mine.getString("may")).isEqualTo("drive");
    ask("PATCH", TANK, ana, 200, body("booking_required", true));
    JsonObject shared = get("/api/robots", ben).getJsonArray("robots").getJsonObject(0);
    assertThat(shared.getString("may")).isEqualTo("book");
    assertThat(shared.getBoolean("booking_required")).isTrue();
    assertThat(shared.containsKey("owner")).isFalse();
  }

  @Test
  void whatPeopleDoIsInTheLog() {
    JsonObject wrong = body("username", "ben", "password", "wrong horse");
    bench.post("/api/login", wrong);
    ask(
        "POST",
        "/api/account/password",
        ben,
        204,
        body("password", PASSWORD, "new_password", "another horse"));
    ask("POST", "/api/accounts", root, 201, body("name", "eva"));
    ask("PATCH", "/api/accounts/eva", root, 200, body("disabled", true));
    ask("POST", "/api/accounts/eva/reset", root, 200, body());
    ask("DELETE", TANK + "/grants/ben", ana, 204, null);
    ask("POST", "/api/logout", ben, 204, null);
    ask("DELETE", "/api/accounts/eva", root, 204, null);
    assertThat(actions("?limit=1000"))
        .contains(
            "login.accepted",
            "login.refused",
            "login.ended",
            "account.password",
            "account.add",
            "account.disable",
            "account.reset",
            "account.erase",
            "account.remove",
            "robot.grant",
            "robot.grant_end");
  }
}
