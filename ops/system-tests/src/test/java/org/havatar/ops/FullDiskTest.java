package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.RelayHost;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The disk of the relay's data runs full in mid-drive. */
final class FullDiskTest {
  private static final int TRIES = 60;
  private static final Duration DRIVES_ON = Duration.ofSeconds(3);
  private static final Duration HEALS_WITHIN = Duration.ofSeconds(5);

  private final Scene scene = Scene.open("fullDisk", RelayHost::startOnSmallDisk);
  private final Path filler = scene.site().relay().data().resolve("filler");
  private final List<String> registered = new ArrayList<>();
  private int names;

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void drivingGoesOnWritesAreRefusedAndItHealsByItself() throws IOException {
    try (RelayApi api = scene.api()) {
      String token = api.login(Accounts.USER, Accounts.PASSWORD);
      assertThat(register(api, token).statusCode()).isEqualTo(201);
      scene.driveAtSpeed();

      fill();
      HttpResponse<String> refused = register(api, token);
      for (int i = 0; refused.statusCode() == 201 && i < TRIES; i++) {
        refused = register(api, token); // into what was free within the file
      }
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("unavailable").contains("no space left");
      HttpResponse<String> ready = api.get("/health/ready", "");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("The store can't write: no space left");
      assertThat(api.get("/api/robots", token).statusCode()).isEqualTo(200);
      assertThat(api.ticket(token)).as("who is signed in may connect").isNotEmpty();
      String login =
          "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(Accounts.USER, Accounts.PASSWORD);
      assertThat(api.tryPost("/api/login", "", login).statusCode()).isEqualTo(503);
      assertDrivesOn();

      Files.delete(filler);
      long freedNs = System.nanoTime();
      Wait.until("ready", HEALS_WITHIN, () -> api.status("/health/ready") == 200);
      assertThat(register(api, token).statusCode()).isEqualTo(201);
      System.out.printf("full disk: healed after %.0f ms%n", (System.nanoTime() - freedNs) / 1e6);
      assertDrivesOn();
    }
    assertNothingAcknowledgedIsLost();
    assertThat(scene.wronglyExecuted()).isEmpty();
  }

  private HttpResponse<String> register(RelayApi api, String token) {
    String name = "Robot " + ++names;
    String body = "{\"name\":\"" + name + "\",\"type\":\"tank\"}";
    HttpResponse<String> answer = api.tryPost("/api/robot/register", token, body);
    if (answer.statusCode() == 201) {
      registered.add(name);
    }
    return answer;
  }

  private void fill() throws IOException {
    byte[] page = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (long written = 0; written < 1L << 26; written += page.length) {
        out.write(page);
      }
      throw new AssertionError("the disk is not small");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private void assertDrivesOn() {
    long before = scene.driver().view().acks(Reason.ACCEPTED);
    Wait.during(DRIVES_ON);
    assertThat(scene.driver().view().acks(Reason.ACCEPTED) - before)
        .as("accepted in %s at 50 Hz", DRIVES_ON)
        .isGreaterThan(DRIVES_ON.toSeconds() * 35);
    assertThat(scene.wasAtSpeed(System.nanoTime())).isTrue();
  }

  /** Another relay on a copy of the data, as the killed one left it. */
  private void assertNothingAcknowledgedIsLost() throws IOException {
    scene.relay().freeze();
    Path data = scene.site().folder().resolve("relay");
    for (String file : List.of("relay.mv", "certificate.pem", "certificate-key.pem")) {
      Files.copy(scene.site().relay().data().resolve(file), data.resolve(file));
    }
    scene.relay().kill();
    try (Program again = scene.site().relay().start();
        RelayApi api = scene.api()) {
      assertThat(again.isAlive()).isTrue();
      String token = api.login(Accounts.USER, Accounts.PASSWORD);
      String robots = api.get("/api/robots", token).body();
      assertThat(registered).allSatisfy(name -> assertThat(robots).contains("\"" + name + "\""));
    }
  }
}
