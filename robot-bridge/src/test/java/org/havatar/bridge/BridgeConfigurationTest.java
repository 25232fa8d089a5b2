package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeConfigurationTest {
  private static final String GOOD =
      """
      robot:
        id: tank-1
        key: top-secret
      uplink:
        urls: [wss://one.example, "wss://two.example:8443/"]
      """;

  private final Path directory;

  BridgeConfigurationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file(String yaml) {
    try {
      return Files.writeString(directory.resolve("bridge.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BridgeConfiguration read(String yaml, Map<String, String> environment)
      throws SettingsException {
    return BridgeConfiguration.of(
        new SettingsSource(BridgeConfiguration.MANUAL, file(yaml), environment).read());
  }

  private BridgeConfiguration read(String yaml) throws SettingsException {
    return read(yaml, Map.of());
  }

  private void assertProblem(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatIsLeftOutKeepsTheDocumentedDefault() throws SettingsException {
    BridgeConfiguration configuration = read(GOOD);
    assertThat(configuration.limits()).isEqualTo(RegisterOptions.DEFAULT);
    assertThat(configuration.serial())
        .isEqualTo(new BridgeConfiguration.Serial(new SerialAddress.Path("/dev/ttyUSB0"), 115_200));
    assertThat(configuration.relays().trust()).isEmpty();
  }

  @Test
  void relayAddressesBecomeTheRobotsEndpoint() throws SettingsException {
    assertThat(read(GOOD).relays().addresses())
        .containsExactly(
            URI.create("wss://one.example/ws/robot/tank-1"),
            URI.create("wss://two.example:8443/ws/robot/tank-1"));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws SettingsException {
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
    assertThat(configuration.relays().addresses())
        .containsExactly(
            URI.create("wss://three.example/ws/robot/tank-1"),
            URI.create("ws://127.0.0.1:8080/ws/robot/tank-1"));
  }

  @Test
  void anUnknownKeyIsNamedWithItsLine() {
    assertProblem(GOOD + "drive:\n  speed: 3\n", "bridge.yaml line 7: unknown key drive.speed");
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
        .hasMessageContaining("bridge.yaml line 2: serial.baud");
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
  void plainAddressesOfThisMachineAreTaken() throws SettingsException {
    for (String host : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
      assertThat(
              read(GOOD.replace("wss://one.example", "\"ws://" + host + "\"")).relays().addresses())
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
  void theKeyMayComeFromAFileOrTheConfigurationButNotBoth() throws IOException, SettingsException {
    Path file = directory.resolve("key");
    Files.writeString(file, " from-file\n");
    String byFile = GOOD.replace("key: top-secret", "key_file: " + file);
    assertThat(read(byFile).relays().key()).isEqualTo("from-file");
    assertProblem(GOOD.replace("key: top", "key_file: x\n  key: top"), "robot.key");
    assertProblem(byFile.replace("/key\n", "/nothing-here\n"), "robot.key_file");
  }

  @Test
  void theKeyIsNotInWhatGetsLogged() throws SettingsException {
    assertThat(read(GOOD).toString()).contains("tank-1").doesNotContain("top-secret");
  }

  @Test
  void brokenYamlIsToldWithItsLine() {
    assertProblem("robot:\n  id: [tank\n", "bridge.yaml line 3: this is no YAML");
    assertProblem("robot:\n  id: a\n  id: b\n", "robot.id is there twice");
    assertProblem("robot: tank\n", "bridge.yaml line 1: here keys with values are expected");
    assertProblem(GOOD.replace("id: tank-1", "id: [a, b]"), "robot.id has to be one value");
  }

  @Test
  void aRobotIdKeepsToItsAlphabet() {
    assertProblem(GOOD.replace("tank-1", "\"tank 1\""), "robot.id");
  }

  @Test
  void anEmptyFileChangesNothing() {
    assertProblem("", "robot.id");
    assertProblem("# only a comment\n", ": robot.id is required");
  }

  @Test
  void everyKeyOfTheManualIsReadByTheProgram() throws SettingsException {
    Settings settings = new SettingsSource(BridgeConfiguration.MANUAL, file(GOOD), Map.of()).read();
    assertThat(BridgeConfiguration.of(settings).robotId()).isEqualTo("tank-1");
    assertThat(settings.unread()).isEmpty();
  }

  @Test
  void limitsThatContradictEachOtherAreNamedBoth() throws SettingsException {
    assertProblem(
        GOOD + "drive:\n  hold_ms: 81\n  ttl_limit_ms: 80\n",
        "bridge.yaml line 7: drive.hold_ms (81) may not be more than drive.ttl_limit_ms ("
            + directory.resolve("bridge.yaml")
            + " line 8) (80)");
    assertProblem(GOOD + "drive:\n  lapse_ms: 99\n", "drive.lapse_ms");
    assertProblem(GOOD + "lease:\n  idle_ms: 9999\n", "lease.silent_ms (10000)");
    assertThat(
            read(GOOD + "drive: {hold_ms: 80, ttl_limit_ms: 80, lapse_ms: 80}\n").limits().holdMs())
        .isEqualTo(80);
  }

  @Test
  void oneRelayIsNamedOnce() {
    for (String again :
        new String[] {"wss://one.example", "wss://ONE.example/", "wss://one.example:443"}) {
      assertProblem(GOOD.replace("wss://two.example:8443/", again), "names one relay twice");
    }
  }

  @Test
  void whatIsTrustedIsAPemFileAndOfUse() throws IOException {
    Path noPem = Files.writeString(directory.resolve("trust.pem"), "hello");
    assertProblem(GOOD + "  trust: " + noPem + "\n", "uplink.trust has to be a PEM file");
    assertProblem(GOOD + "  trust: /none.pem\n", "uplink.trust names a file that can't be read");
  }

  @Test
  void noFaultShowsTheKey() {
    String secret = "hvr_top-secret";
    for (String broken :
        new String[] {
          GOOD.replace("key: top-secret", "key: two words " + secret),
          GOOD.replace("key: top-secret", "key: *" + secret),
          GOOD.replace("key: top-secret", "key: &" + secret + " [a]"),
          GOOD.replace("key: top-secret", "key: [" + secret + "]"),
          GOOD.replace("key: top-secret", "key " + secret + ": 1"),
          GOOD.replace("key: top-secret", "key_file: x\n  key: " + secret)
        }) {
      assertThatThrownBy(() -> read(broken))
          .isInstanceOf(SettingsException.class)
          .message()
          .doesNotContain(secret);
    }
  }

  @Test
  void theStateNeedsADirectory() {
    assertProblem(GOOD + "state:\n  directory: \" \"\n", "state.directory is required");
  }

  @Test
  void spacesAroundTheKeyAreNoPartOfIt() throws SettingsException {
    assertThat(read(GOOD.replace("key: top-secret", "key: \" top-secret \"")).relays().key())
        .isEqualTo("top-secret");
  }

  @Test
  void whetherThereAreTwoKeysOrNoneIsSaid() {
    assertProblem(
        GOOD.replace("key: top", "key_file: x\n  key: top"), "give one of them, not both");
    assertThatThrownBy(() -> read(GOOD.replace("  key: top-secret\n", "")))
        .hasMessageContaining("robot.key and robot.key_file (")
        .hasMessageContaining("): give one of them, not none");
  }

  @Test
  void aFileThatHoldsSomethingElseThanAKeyIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "two words");
    assertProblem(
        GOOD.replace("key: top-secret", "key_file: " + file),
        "robot.key_file has to give a key as the relay showed it");
  }

  @Test
  void whatIsTrustedIsReadAsItStandsThere() throws IOException, SettingsException {
    assertThat(read(GOOD + trusting()).relays().trust()).isEqualTo(TrustedCertificatesTest.PEM);
  }

  @Test
  void trustIsOfNoUseWhereNoAddressIsEncrypted() throws IOException, SettingsException {
    String plain = GOOD.replace("wss://one.example", "\"ws://127.0.0.1\"") + trusting();
    assertThat(read(plain).relays().addresses()).hasSize(2);
    assertProblem(
        plain.replace("wss://two.example:8443/", "ws://localhost"),
        "uplink.trust is of no use: uplink.urls (");
    assertProblem(
        plain.replace("wss://two.example:8443/", "ws://localhost"),
        ") has plain addresses only; empty it, or use wss://");
    assertProblemBut(GOOD.replaceAll("urls: .*", "urls: []") + trusting(), "is of no use");
    assertThat(
            read(plain
                    .replace("wss://two.example:8443/", "ws://localhost")
                    .replaceAll("  trust.*", ""))
                .relays()
                .trust())
        .isEmpty();
  }

  private String trusting() throws IOException {
    Path file = Files.writeString(directory.resolve("trust.pem"), TrustedCertificatesTest.PEM);
    return "  trust: " + file + "\n";
  }

  private void assertProblemBut(String yaml, String untold) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .message()
        .doesNotContain(untold);
  }

  @Test
  void aMissingIdIsToldOnceAndIsNoWrongOne() {
    assertProblemBut(GOOD.replace("id: tank-1", "id: \"\""), "may have letters");
  }

  @Test
  void aPortThatIsNoneIsToldWithWhatIsWrong() {
    assertProblem(
        GOOD + "serial:\n  port: usb:zz\n",
        "serial.port names no port: \"usb:zz\" must be like usb:10c4:ea60");
  }
}
