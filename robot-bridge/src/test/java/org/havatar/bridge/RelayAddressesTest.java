package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.havatar.transports.settings.Settings;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayAddressesTest {
  private final Path file;

  RelayAddressesTest(@TempDir Path directory) {
    this.file = directory.resolve("bridge.yaml");
  }

  private List<String> read(String... urls) throws IOException, SettingsException {
    List<String> quoted = Stream.of(urls).map(url -> '"' + url + '"').toList();
    Files.writeString(file, "uplink:\n  urls: " + quoted + "\n");
    Settings settings = new SettingsSource(BridgeConfiguration.MANUAL, file, Map.of()).read();
    List<URI> addresses = RelayAddresses.read(settings, "tank-1");
    settings.throwIfFaulty();
    return addresses.stream().map(URI::toString).toList();
  }

  private void assertFault(String fault, String... urls) {
    assertThatThrownBy(() -> read(urls))
        .isInstanceOf(SettingsException.class)
        .message()
        .endsWith("uplink.urls " + fault + ".");
  }

  @Test
  void oneRelayHasOneAddressHoweverItIsWritten() throws IOException, SettingsException {
    for (String url : new String[] {"wss://one.example", "WSS://One.Example:443/"}) {
      assertThat(read(url)).containsExactly("wss://one.example/ws/robot/tank-1");
    }
    for (String url : new String[] {"ws://localhost", "ws://LOCALHOST:80"}) {
      assertThat(read(url)).containsExactly("ws://localhost/ws/robot/tank-1");
    }
  }

  @Test
  void aPortThatIsNotTheUsualOneIsKept() throws IOException, SettingsException {
    assertThat(read("ws://localhost:443", "wss://one.example:80", "wss://one.example:65535"))
        .containsExactly(
            "ws://localhost:443/ws/robot/tank-1",
            "wss://one.example:80/ws/robot/tank-1",
            "wss://one.example:65535/ws/robot/tank-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss://one.example:0", "wss://one.example:65536"})
  void aPortThatDoesNotExistIsRefused(String url) {
    assertFault("has to name ports from 1 to 65535: " + url, url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss:one.example", "wss:/one", "wss://a_b.example", "http://one", "one"})
  void whatNamesNoHostOfTheRightSchemeIsQuoted(String url) {
    assertFault(
        "has to hold addresses like wss://host or wss://host:port, not \"" + url + "\"", url);
  }

  @Test
  void whatIsNoAddressAtAllIsQuoted() {
    assertFault("has to hold addresses like wss://host, not \"wss://a b\"", "wss://a b");
  }

  @Test
  void aRelayThatIsNamedTwiceIsQuoted() {
    assertFault(
        "names one relay twice: \"wss://one.example:443\"",
        "wss://one.example",
        "wss://one.example:443");
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotShown() {
    assertThatThrownBy(() -> read("wss://ann:secret@one.example"))
        .isInstanceOf(SettingsException.class)
        .message()
        .endsWith("uplink.urls may not hold a user or password; the robot shows robot.key.")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://one.example",
        "ws://192.0.2.1",
        "ws://[2001:db8::1]",
        "ws://127.evil.example",
        "ws://128.0.0.1"
      })
  void theKeyNeverTravelsInTheClear(String url) {
    assertFault("would send the key in the clear: use wss:// in \"" + url + "\"", url);
  }

  @Test
  void plainAddressesOfThisMachineAreTaken() throws IOException, SettingsException {
    assertThat(read("ws://localhost", "ws://127.0.0.1", "ws://127.8.9.10", "ws://[::1]"))
        .hasSize(4);
  }
}
