package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.havatar.ops.judge.BoardLog.Note;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.Garbage;
import org.havatar.ops.kit.Program;
import org.havatar.ops.kit.RawSocket;
import org.havatar.ops.kit.RelayApi;
import org.havatar.ops.kit.Scene;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.BinaryCodec;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Sequence;
import org.havatar.transports.wire.Stamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Nonsense on every entrance: nothing moves, nothing falls over, and driving works afterwards. */
final class GarbageTest {
  private static final String INSTANCE = "0123456789abcdef0123456789abcdef";
  private static final String HELLO =
      "{\"type\":\"hello\",\"versions\":[1],\"features\":[],\"instance\":\""
          + INSTANCE
          + "\",\"software\":\"garbage\"}";
  private static final String ROBOT_HELLO =
      "{\"type\":\"hello\",\"versions\":[1],\"features\":[],\"robot_id\":\"tank-2\",\"boot\":1,"
          + "\"start_id\":\"00000000000000aa\",\"software\":\"garbage\"}";
  private static final Duration REPORTED_WITHIN = Duration.ofSeconds(5);

  private static final int ABUSE = 4400;
  private final Garbage garbage = new Garbage(42);
  private Scene scene;
  private RelayApi api;
  private long fromNs;

  @BeforeEach
  void open(TestInfo test) {
    scene = Scene.open(test.getTestMethod().orElseThrow().getName());
    api = scene.api();
    fromNs = System.nanoTime();
  }

  @AfterEach
  void close() {
    api.close();
    scene.close();
  }

  @Test
  void randomBytesAndHttpOnThePublicPortAreRefused() {
    int port = scene.relayPort();
    for (int i = 0; i < 10; i++) {
      try (RawSocket bare = RawSocket.tcp(port);
          RawSocket tls = RawSocket.tls(api.tls(), port)) {
        bare.write(garbage.bytes(500));
        tls.write(garbage.bytes(500));
      }
    }
    try (RawSocket halfTls = RawSocket.tcp(port);
        RawSocket halfUpgrade = RawSocket.tls(api.tls(), port);
        RawSocket request = RawSocket.tls(api.tls(), port);
        RawSocket huge = RawSocket.tls(api.tls(), port)) {
      halfTls.write(new byte[] {0x16, 3, 1, 2, 0, 1}); // the start of a ClientHello, then silence
      halfUpgrade.write("GET /ws/client/x HTTP/1.1\r\nUpgrade: webso");
      request.write("BREW /%00/../../etc/passwd HTTP/9.9\r\n\r\n");
      huge.write("GET / HTTP/1.1\r\nX: " + "a".repeat(200_000) + "\r\n\r\n");
      assertThat(request.readUntil("\r\n")).doesNotContain(" 200 ");
      assertThat(huge.readUntil("\r\n")).doesNotContain(" 200 ");
      assertNothingHappened();
    }
  }

  @Test
  void handshakesWithoutProofAreRefused() {
    assertThat(upgrade("/ws/client/" + INSTANCE, "")).contains(" 401 ");
    assertThat(upgrade("/ws/client/" + INSTANCE + "?ticket=nonsense", "")).contains(" 401 ");
    assertThat(upgrade("/ws/robot/tank-1", "")).contains(" 401 ");
    assertThat(upgrade("/ws/robot/tank-1", "Authorization: Bearer hvr_nonsense\r\n"))
        .contains(" 401 ");
    assertThat(upgrade("/ws/robot/tank-1", bearer(Accounts.get().spareKey()))).contains(" 401 ");
    assertThat(upgrade("/ws/nobody", "")).doesNotContain(" 101 ");
    assertThat(upgrade("/ws/robot/" + "x".repeat(200), bearer("x"))).doesNotContain(" 101 ");
    assertNothingHappened();
  }

  @Test
  void binaryGarbageFromAClientIsAnsweredCountedAndEnds() {
    try (RawSocket beforeHello = client();
        RawSocket afterHello = client()) {
      beforeHello.frame(RawSocket.BINARY, drive());
      assertThat(beforeHello.hears("hello_first")).isTrue();

      afterHello.frame(RawSocket.TEXT, bytes(HELLO));
      assertThat(afterHello.hears("\"welcome\"")).isTrue();
      garbage.binary(300).forEach(frame -> afterHello.frame(RawSocket.BINARY, frame));
      assertThat(afterHello.closeCode()).isEqualTo(ABUSE);
    }
    assertReported(scene.relay(), "malformed=");
    assertNothingHappened();
  }

  @Test
  void textGarbageFromAClientIsAnsweredCountedAndEnds() {
    try (RawSocket beforeHello = client();
        RawSocket afterHello = client();
        RawSocket oversize = client();
        RawSocket badFrame = client()) {
      garbage.text(100).forEach(frame -> beforeHello.frame(RawSocket.TEXT, frame));
      assertThat(beforeHello.closeCode()).isEqualTo(ABUSE);

      afterHello.frame(RawSocket.TEXT, bytes(HELLO));
      assertThat(afterHello.hears("\"welcome\"")).isTrue();
      afterHello.frame(RawSocket.TEXT, bytes("{\"type\":\"dance\"}"));
      assertThat(afterHello.hears("unknown_message")).isTrue();
      garbage.text(100).forEach(frame -> afterHello.frame(RawSocket.TEXT, frame));
      assertThat(afterHello.closeCode()).isEqualTo(ABUSE);

      oversize.frame(RawSocket.TEXT, bytes("\"" + "x".repeat(60_000) + "\""));
      assertThat(oversize.closeCode()).as("closed for size").isNotEqualTo(RawSocket.OPEN);
      badFrame.write(garbage.bytes(200));
      assertThat(badFrame.closeCode())
          .as("closed for a frame that is none")
          .isNotEqualTo(RawSocket.OPEN);
    }
    assertNothingHappened();
  }

  @Test
  void garbageFromARobotReachesNobodyAndTheOthersDriveOn() {
    scene.driveAtSpeed();
    Numbered term = scene.driver().view().term();
    try (RawSocket beforeHello = robot();
        RawSocket afterHello = robot()) {
      garbage.binary(100).forEach(frame -> beforeHello.frame(RawSocket.BINARY, frame));
      assertThat(beforeHello.closeCode()).isEqualTo(ABUSE);

      afterHello.frame(RawSocket.TEXT, bytes(ROBOT_HELLO));
      assertThat(afterHello.hears("\"welcome\"")).isTrue();
      garbage.binary(200).forEach(frame -> afterHello.frame(RawSocket.BINARY, frame));
      garbage.text(100).forEach(frame -> afterHello.frame(RawSocket.TEXT, frame));
      assertThat(afterHello.closeCode()).isEqualTo(ABUSE);
    }
    assertReported(scene.relay(), "malformed=");
    assertThat(scene.driver().view().holdsLease()).isTrue();
    assertThat(scene.driver().view().term()).as("the other robot's drive goes on").isEqualTo(term);
    assertStillWorks();
  }

  @Test
  void noiseOnTheSerialLineMovesNothingAndIsCounted() {
    for (int i = 0; i < 20; i++) {
      scene.tellBoard("noise 500");
    }
    assertReported(scene.bridge(), "framing=");
    assertThat(scene.boardLog().movedBetween(fromNs, System.nanoTime())).isFalse();
    assertThat(refusals()).contains("framing");
    assertStillWorks();
  }

  @Test
  void aGarbledSerialLineAltersNoCommand() {
    scene.driveAtSpeed();
    scene.tellBoard("garble 20 3000");
    Wait.during(Duration.ofSeconds(3));
    assertReported(scene.bridge(), "crc=");
    assertThat(refusals()).contains("crc");
    assertStillWorks();
  }

  private void assertNothingHappened() {
    assertThat(scene.boardLog().movedBetween(fromNs, System.nanoTime())).isFalse();
    assertStillWorks();
  }

  private void assertStillWorks() {
    scene.driveAtSpeed();
    assertThat(scene.wronglyExecuted()).isEmpty();
    for (Program program : List.of(scene.relay(), scene.bridge())) {
      assertThat(program.isAlive()).isTrue();
      assertThat(program.log()).doesNotContain("\tat ").doesNotContain("Exception");
    }
  }

  private static void assertReported(Program program, String count) {
    Wait.until(count + " in the log", REPORTED_WITHIN, () -> program.log().contains(count));
  }

  private List<String> refusals() {
    return scene.boardLog().notesSince(fromNs, "refused").stream()
        .map((Note note) -> note.text("reason"))
        .toList();
  }

  private String upgrade(String path, String headers) {
    try (RawSocket socket = RawSocket.tls(api.tls(), scene.relayPort())) {
      return socket.upgrade(path, headers);
    }
  }

  private RawSocket client() {
    String token = api.login(Accounts.USER, Accounts.PASSWORD);
    return open("/ws/client/" + INSTANCE + "?ticket=" + api.ticket(token), "");
  }

  private RawSocket robot() {
    return open("/ws/robot/" + Accounts.SPARE_ROBOT, bearer(Accounts.get().spareKey()));
  }

  private RawSocket open(String path, String headers) {
    RawSocket socket = RawSocket.tls(api.tls(), scene.relayPort());
    assertThat(socket.upgrade(path, headers)).contains(" 101 ");
    return socket;
  }

  /** Well-formed, at full speed. */
  private static byte[] drive() {
    Numbered term = new Numbered(1, 1);
    return BinaryCodec.encode(
        new Drive(term, new Sequence(1), new Stamp(1), Drive.MAX_TTL_MS, 0, 1000, 1000));
  }

  private static String bearer(String key) {
    return "Authorization: Bearer " + key + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
