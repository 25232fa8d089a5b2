package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.DriverView;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.RawSocket;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.TestDriver;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.TakeLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How somebody would try to move a robot that they may not move, against real programs. */
final class RobotAttacksTest {
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ROBOT = "/api/robots/" + Accounts.ROBOT;
  private static final String VISITORS_GRANT = ROBOT + "/grants/" + Accounts.VISITOR;

  @RegisterExtension final OpenScene scenes = OpenScene.forEachTest();

  private Scene scene() {
    return scenes.get();
  }

  private static String ownersToken(RelayApi api) {
    String token = api.login(Accounts.OWNER, Accounts.PASSWORD);
    assertThat(api.ask("PATCH", ROBOT, token, "{\"audience\":\"granted\"}").statusCode())
        .isEqualTo(200);
    return token;
  }

  private static void grant(RelayApi api, String owner, String role) {
    HttpResponse<String> answer =
        api.ask("PUT", VISITORS_GRANT, owner, "{\"role\":\"" + role + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  private TestDriver visitor() {
    return scene().newDriver(Accounts.VISITOR, new SplittableRandom(2), (message, atNs) -> {});
  }

  @Test
  void anotherOnesRobotIsNotThere() {
    try (RelayApi api = scene().api()) {
      ownersToken(api);
      String visitor = api.login(Accounts.VISITOR, Accounts.PASSWORD);
      HttpResponse<String> answer = api.get(ROBOT, visitor);
      HttpResponse<String> none = api.get("/api/robots/no-such-robot", visitor);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).isEqualTo(none.body());
      assertThat(api.get("/api/robots", visitor).body()).doesNotContain(Accounts.ROBOT);
      assertThat(api.ask("PATCH", ROBOT, visitor, "{\"audience\":\"everyone\"}").statusCode())
          .isEqualTo(404);
      assertThat(api.ask("PUT", VISITORS_GRANT, visitor, "{\"role\":\"driver\"}").statusCode())
          .isEqualTo(404);
      assertThat(api.tryPost(ROBOT + "/key", visitor, "{}").statusCode()).isEqualTo(404);
      String instance = "00000000000000000000000000000001";
      try (RawSocket socket = RawSocket.tls(api.tls(), api.port())) {
        socket.upgrade("/ws/client/" + instance + "?ticket=" + api.ticket(visitor), "");
        socket.text(
            "{\"type\":\"hello\",\"versions\":[1],\"features\":[],\"instance\":\""
                + instance
                + "\",\"software\":\"attack\"}");
        socket.text("{\"type\":\"select_robot\",\"robot_id\":\"" + Accounts.ROBOT + "\"}");
        assertThat(socket.hears("\"unknown_robot\"")).isTrue();
      }
    }
  }

  @Test
  void aViewerStopsButDoesNotDrive() {
    try (RelayApi api = scene().api();
        TestDriver viewer = visitor()) {
      grant(api, ownersToken(api), "viewer");
      viewer.connect(scene().api());
      scene().driveAtSpeed();
      viewer.send(new TakeLease());
      Wait.until(
          "refusals",
          PATIENCE,
          () -> {
            viewer.send(spin(viewer.view()));
            return viewer.view().acks(Reason.NOT_PERMITTED) > 10;
          });
      assertThat(viewer.view().refusalOf("take_lease"))
          .extracting(Refused::code)
          .isEqualTo("not_permitted");
      assertThat(scene().boardLog().output().rightPermille()).isPositive();
      viewer.send(new Stop(Stop.Cause.PERSON, 0, 7, 0, Numbered.NONE));
      Wait.until("zero output", PATIENCE, () -> scene().boardLog().output().isZero());
      Wait.until("the latch", PATIENCE, () -> viewer.view().latch() == LatchKind.STOP);
    }
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  /** In the term of the one who drives, newer than all that they send. */
  private static Drive spin(DriverView view) {
    Stamp echo = Objects.requireNonNull(view.newestStamp());
    Sequence ahead = new Sequence(1 << 30);
    return new Drive(view.term(), ahead, echo, TestDriver.TTL_MS, 0, 900, -900);
  }

  @Test
  void aGrantThatIsTakenBackEndsTheDriveWithinASecond() {
    try (RelayApi api = scene().api();
        TestDriver guest = visitor()) {
      String owner = ownersToken(api);
      grant(api, owner, "driver");
      guest.connect(scene().api());
      guest.takeWheel();
      guest.hold(Scene.FULL_PERMILLE, Scene.FULL_PERMILLE);
      Wait.until(
          "motors at speed", PATIENCE, () -> scene().boardLog().output().leftPermille() > 700);
      long takenNs = System.nanoTime();
      assertThat(api.ask("DELETE", VISITORS_GRANT, owner, "").statusCode()).isBetween(200, 204);
      Wait.until("zero output", PATIENCE, () -> scene().boardLog().output().isZero());
      long stillNs = scene().boardLog().stillSince(takenNs);
      System.out.printf(
          "grant taken back: motors still after %.0f ms%n", (stillNs - takenNs) / 1e6);
      assertThat(stillNs - takenNs).isLessThan(WITHIN.toNanos());
      guest.send(new TakeLease());
      Wait.until(
          "nobody drives",
          PATIENCE,
          () -> {
            Beacon beacon = scene().driver().view().beacon();
            return beacon != null && beacon.holder() == 0;
          });
      assertThat(scene().boardLog().output().isZero()).isTrue();
    }
    assertThat(scene().wronglyExecuted()).isEmpty();
  }

  @Test
  void aShareLinkThatIsOverGivesNothing() {
    try (RelayApi api = scene().api()) {
      String owner = ownersToken(api);
      String visitor = api.login(Accounts.VISITOR, Accounts.PASSWORD);
      String wanted = "{\"role\":\"driver\",\"expires_in_s\":1,\"max_uses\":5}";
      String link = api.tryPost(ROBOT + "/links", owner, wanted).body();
      String redeem = "{\"token\":\"" + RelayApi.field(link, "token") + "\"}";
      Wait.until(
          "the link's end",
          PATIENCE,
          () -> api.tryPost("/api/links/redeem", visitor, redeem).statusCode() / 100 == 4);
      Wait.until(
          "the end of what it gave",
          PATIENCE,
          () -> !api.get("/api/robots", visitor).body().contains(Accounts.ROBOT));

      String revoked = api.tryPost(ROBOT + "/links", owner, wanted.replace(":1,", ":600,")).body();
      String linkPath = ROBOT + "/links/" + RelayApi.field(revoked, "link_id");
      assertThat(api.ask("DELETE", linkPath, owner, "").statusCode()).isBetween(200, 204);
      String late = "{\"token\":\"" + RelayApi.field(revoked, "token") + "\"}";
      assertThat(api.tryPost("/api/links/redeem", visitor, late).statusCode() / 100).isEqualTo(4);
    }
  }

  @Test
  void aKeyThatIsRevokedOpensNothingAndItsSocketIsClosed() {
    try (RelayApi api = scene().api()) {
      String owner = ownersToken(api);
      scene().driveAtSpeed();
      long revokedNs = System.nanoTime();
      assertThat(api.ask("DELETE", ROBOT + "/key", owner, "").statusCode()).isBetween(200, 204);
      Wait.until("zero output", PATIENCE, () -> scene().boardLog().output().isZero());
      long stillNs = scene().boardLog().stillSince(revokedNs);
      System.out.printf("key revoked: motors still after %.0f ms%n", (stillNs - revokedNs) / 1e6);
      assertThat(stillNs - revokedNs).isLessThan(WITHIN.toNanos());
      try (RawSocket socket = RawSocket.tls(api.tls(), api.port())) {
        String key = "Authorization: Bearer " + Accounts.get().key() + "\r\n";
        assertThat(socket.upgrade("/ws/robot/" + Accounts.ROBOT, key)).contains(" 401 ");
      }
    }
  }
}
