package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.havatar.transports.authority.RegisterOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String GOOD =
      """
      robot:
        id: tank-1
        key: top-secret
      uplink:
        urls: [wss://one.example, "wss://two.example:8443/"]
      """;

  private final Path directory;

  SettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static BridgeConfiguration read(String yaml, Map<String, String> environment)
      throws ConfigurationException {
    return BridgeConfiguration.of(
        Settings.load(new StringReader(yaml), "bridge.yaml", environment));
  }

  private static BridgeConfiguration read(String yaml) throws ConfigurationException {
    return read(yaml, Map.of());
  }

  private static void assertProblem(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsLeftOutKeepsTheDocumentedDefault() throws ConfigurationException {
    BridgeConfiguration configuration = read(GOOD);
    assertThat(configuration.limits()).isEqualTo(RegisterOptions.DEFAULT);
    assertThat(configuration.serial())
        .isEqualTo(new BridgeConfiguration.Serial(new SerialAddress.Path("/dev/ttyUSB0"), 115_200));
    assertThat(configuration.trust()).isNull();
  }

  @Test
  void relayAddressesBecomeTheRobotsEndpoint() throws ConfigurationException {
    assertThat(read(GOOD).relays())
        .containsExactly(
            URI.create("wss://one.example/ws/robot/tank-1"),
            URI.create("wss://two.example:8443/ws/robot/tank-1"));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws ConfigurationException {
    Map<String, String> environment =
        Map.of(
            "HAVATAR_BRIDGE_SERIAL_PORT",
            "/dev/ttyACM3",
            "HAVATAR_BRIDGE_UPLINK_URLS",
            "wss://three.example, ws://127.0.0.1:8080",
            "HAVATAR_BRIDGE_DRIVE_CAP_PERMILLE",
            "250",
            "PATH",
            "/bin");
    BridgeConfiguration configuration = read(GOOD, environment);
    assertThat(configuration.serial().address()).isEqualTo(new SerialAddress.Path("/dev/ttyACM3"));
    assertThat(configuration.limits().capPermille()).isEqualTo(250);
    assertThat(configuration.relays())
        .containsExactly(
            URI.create("wss://three.example/ws/robot/tank-1"),
            URI.create("ws://127.0.0.1:8080/ws/robot/tank-1"));
  }

  @Test
  void anUnknownKeyIsNamedWithItsLine() {
    assertProblem(GOOD + "drive:\n  speed: 3\n", "bridge.yaml:7: unknown key drive.speed");
  }

  @Test
  void anUnknownVariableIsNamed() {
    assertThatThrownBy(() -> read(GOOD, Map.of("HAVATAR_BRIDGE_ROBOT_NAME", "x")))
        .hasMessageContaining("HAVATAR_BRIDGE_ROBOT_NAME");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> read("serial:\n  baud: fast\n"))
        .hasMessageContaining("robot.id")
        .hasMessageContaining("robot.key")
        .hasMessageContaining("uplink.urls")
        .hasMessageContaining("serial.baud (bridge.yaml:2)");
  }

  @Test
  void limitsCanOnlyBeTightened() {
    assertProblem(GOOD + "drive:\n  hold_ms: 101\n", "drive.hold_ms");
    assertProblem(GOOD + "drive:\n  ttl_limit_ms: 801\n", "drive.ttl_limit_ms");
    assertProblem(GOOD + "drive:\n  lapse_ms: 0\n", "drive.lapse_ms");
    assertProblem(GOOD + "drive:\n  cap_permille: 1001\n", "drive.cap_permille");
    assertProblem(GOOD + "lease:\n  silent_ms: 10001\n", "lease.silent_ms");
  }

  @Test
  void theKeyNeverTravelsInTheClear() {
    String elsewhere = GOOD.replace("wss://one.example", "ws://one.example");
    assertProblem(elsewhere, "in the clear");
    assertProblem(GOOD.replace("wss://one.example", "ws://127.evil.example"), "in the clear");
  }

  @Test
  void plainAddressesOfThisMachineAreTaken() throws ConfigurationException {
    for (String host : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
      assertThat(read(GOOD.replace("wss://one.example", "\"ws://" + host + "\"")).relays())
          .hasSize(2);
    }
  }

  @Test
  void brokenAddressesAreRefused() {
    for (String broken :
        new String[] {"http://x", "wss://", "wss://x/y", "one.example", "wss://x?k=1"}) {
      assertProblem(GOOD.replace("wss://one.example", "\"" + broken + "\""), "uplink.urls");
    }
  }

  @Test
  void theKeyMayComeFromAFileOrTheConfigurationButNotBoth()
      throws IOException, ConfigurationException {
    Path file = directory.resolve("key");
    Files.writeString(file, " from-file\n");
    String byFile = GOOD.replace("key: top-secret", "key_file: " + file);
    assertThat(read(byFile).key()).isEqualTo("from-file");
    assertProblem(GOOD.replace("key: top", "key_file: x\n  key: top"), "robot.key");
    assertProblem(byFile.replace("/key\n", "/nothing-here\n"), "robot.key_file");
  }

  @Test
  void theKeyIsNotInWhatGetsLogged() throws ConfigurationException {
    assertThat(read(GOOD).toString()).contains("tank-1").doesNotContain("top-secret");
  }

  @Test
  void brokenYamlIsToldWithItsLine() {
    assertProblem("robot:\n  id: [tank\n", "bridge.yaml:");
    assertProblem("robot:\n  id: a\n  id: b\n", "robot.id is there twice");
    assertProblem("robot: tank\n", "bridge.yaml:1: unknown key robot");
    assertProblem(GOOD.replace("id: tank-1", "id: [a, b]"), "robot.id must be one value");
  }

  @Test
  void aRobotIdKeepsToItsAlphabet() {
    assertProblem(GOOD.replace("tank-1", "\"tank 1\""), "robot.id");
  }

  @Test
  void anEmptyFileChangesNothing() {
    assertProblem("", "robot.id");
    assertProblem("# only a comment\n", "robot.id (default");
  }
}
