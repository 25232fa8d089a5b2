package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.havatar.relay.access.people.User;
import org.havatar.relay.session.port.Devices.Device;
import org.havatar.transports.wire.RegisterDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CameraRoutesTest {
  private static final String STREAM = "http://u:secret@192.168.1.9:8080/stream";

  private final ApiHarness bench;
  private String token = "";

  CameraRoutesTest(@TempDir Path directory) {
    bench = new ApiHarness(directory);
  }

  @BeforeEach
  void login() {
    bench.addUser(new User("ana", "Ana", false), "correct horse");
    bench.addRobot("car-7");
    JsonObject login = new JsonObject().put("username", "ana").put("password", "correct horse");
    token = new JsonObject(bench.post("/api/login", login).body()).getString("token");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void connect(String robotId, RegisterDevice said) {
    bench.cameras().put(robotId, Device.of(said, "203.0.113.1"));
  }

  private static RegisterDevice camera(String robotId) {
    return new RegisterDevice(robotId, RegisterDevice.Role.CAMERA, STREAM, null);
  }

  private void assertNone(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(new JsonObject().put("error", "Camera not found"));
  }

  @Test
  void aRegisteredCameraIsToldWithItsQualityWhichIsHighUnlessItSays() {
    connect("car-7", camera("car-7"));
    HttpResponse<String> response = bench.get("/api/cars/car-7/camera", token);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject().put("carId", "car-7").put("streamUrl", STREAM).put("quality", "high"));
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
    connect("car-7", new RegisterDevice("car-7", RegisterDevice.Role.CAMERA, STREAM, "low"));
    assertThat(bench.get("/api/cars/car-7/camera", token).body()).contains("\"quality\":\"low\"");
  }

  @Test
  void whereABookingIsNeededWhoHasNoneNowSeesNothing() {
    bench.addUser(new User("root", "Root", true), "correct horse");
    JsonObject login = new JsonObject().put("username", "root").put("password", "correct horse");
    String root = new JsonObject(bench.post("/api/login", login).body()).getString("token");
    connect("car-7", camera("car-7"));
    JsonObject wish = new JsonObject().put("booking_required", true);
    assertThat(bench.send("PATCH", "/api/robots/car-7", wish, root).statusCode()).isEqualTo(200);
    assertNone(bench.get("/api/cars/car-7/camera", token));
    assertThat(bench.get("/api/cars/car-7/camera", root).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutCameraStreamRobotOrRightIsAnsweredToTheLetterAlike() {
    assertNone(bench.get("/api/cars/car-7/camera", token));
    connect("car-7", new RegisterDevice("car-7", RegisterDevice.Role.CAMERA, null, null));
    assertNone(bench.get("/api/cars/car-7/camera", token));
    connect("car-9", camera("car-9"));
    assertNone(bench.get("/api/cars/car-9/camera", token));
    assertNone(bench.get("/api/cars/a%20b/camera", token));
  }

  @Test
  void withoutAGoodTokenThereIsNoAnswer() {
    connect("car-7", camera("car-7"));
    assertThat(bench.get("/api/cars/car-7/camera").statusCode()).isEqualTo(401);
  }
}
