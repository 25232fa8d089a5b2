package org.havatar.transports.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsSourceTest {
  static final Manual MANUAL =
      new Manual(
          SettingsSourceTest.class, "settings-test.yaml", "HAVATAR_TEST_", Set.of("login.secret"));

  private final Path file;

  SettingsSourceTest(@TempDir Path directory) {
    file = directory.resolve("my.yaml");
  }

  private Settings read(String yaml, Map<String, String> environment)
      throws IOException, SettingsException {
    return new SettingsSource(MANUAL, Files.writeString(file, yaml), environment).read();
  }

  private List<String> faultsOf(String yaml, Map<String, String> environment) {
    SettingsException wrong =
        catchThrowableOfType(SettingsException.class, () -> read(yaml, environment));
    assertThat(wrong).as(yaml).isNotNull();
    return wrong.faults();
  }

  @Test
  void theEnvironmentGoesOverTheFileAndTheFileOverTheManual() throws Exception {
    Settings settings =
        read(
            "listen:\n  port: 1\nlimits:\n  api_burst: 2\n",
            Map.of(
                "HAVATAR_TEST_LIMITS_API_BURST", " 3 ", "HAVATAR_TEST_LISTEN_ADDRESSES", "a, b,"));
    assertThat(settings.text("listen.port")).isEqualTo("1");
    assertThat(settings.text("limits.api_burst")).isEqualTo("3");
    assertThat(settings.text("limits.page_burst")).isEqualTo("30");
    assertThat(settings.list("listen.addresses")).containsExactly("a", "b");
    assertThat(settings.isDefault("listen.port")).isFalse();
    assertThat(settings.isDefault("limits.page_burst")).isTrue();
    assertThat(settings.sources())
        .isEqualTo(file + ", HAVATAR_TEST_LIMITS_API_BURST, HAVATAR_TEST_LISTEN_ADDRESSES");
  }

  @Test
  void whereNothingWasReadThatIsSaid() throws Exception {
    assertThat(new SettingsSource(MANUAL, null, Map.of()).read().sources())
        .isEqualTo("nothing but the defaults");
  }

  @Test
  void anUnknownNameGetsTheNearestKnownOne() {
    assertThat(faultsOf("listen:\n  prot: 1\n", Map.of()))
        .containsExactly(file + " line 2: unknown key listen.prot. Did you mean listen.port?");
    assertThat(faultsOf("listn:\n  port: 1\n", Map.of()))
        .containsExactly(file + " line 1: unknown key listn. Did you mean listen?");
    assertThat(faultsOf("port: 1\n", Map.of()))
        .containsExactly(file + " line 1: unknown key port. Did you mean listen.port?");
    assertThat(faultsOf("", Map.of("HAVATAR_TEST_LISTEN_PROT", "1")))
        .containsExactly(
            "Unknown environment variable HAVATAR_TEST_LISTEN_PROT."
                + " Did you mean HAVATAR_TEST_LISTEN_PORT?");
    assertThat(faultsOf("entirely_different: 1\n", Map.of()).get(0))
        .endsWith("unknown key entirely_different. --print-config shows all there are.");
  }

  @Test
  void allFaultsOfFileAndEnvironmentAreToldAtOnce() {
    assertThat(
            faultsOf(
                "listen:\n  port: 1\n  port: 2\n  addresses: x\nlogin: 3\n",
                Map.of("HAVATAR_TEST_B", "", "HAVATAR_TEST_A", "")))
        .hasSize(5)
        .anyMatch(fault -> fault.contains("line 3: listen.port is there twice; keep one of them."))
        .anyMatch(fault -> fault.contains("line 4: listen.addresses has to be a list, like"))
        .anyMatch(fault -> fault.contains("line 5: here keys with values are expected."))
        .anyMatch(fault -> fault.contains("HAVATAR_TEST_A"))
        .anyMatch(fault -> fault.contains("HAVATAR_TEST_B"));
  }

  @Test
  void aSectionWhoseKeysAreAllCommentedOutChangesNothing() throws Exception {
    assertThat(read("listen:\n#  port: 1\nlimits:\n", Map.of()).text("listen.port"))
        .isEqualTo("8443");
  }

  @Test
  void aWrongValueIsQuotedButASecretIsNot() throws Exception {
    Settings settings = read("listen: {port: http}\nlogin: {secret: hush}\n", Map.of());
    settings.integer("listen.port", 1, 2);
    settings.integer("login.secret", 1, 2);
    settings.flag("login.secret");
    settings.oneOf("login.secret", List.of("a"));
    assertThat(settings.faults().get(0))
        .isEqualTo(
            file + " line 1: listen.port has to be a whole number from 1 to 2, not \"http\".");
    assertThat(String.join(" ", settings.faults())).doesNotContain("hush");
  }

  @Test
  void whatWasNotAskedForIsKnown() throws Exception {
    Settings settings = read("", Map.of());
    settings.text("listen.port");
    assertThat(settings.unread()).contains("limits.api_burst").doesNotContain("listen.port");
  }

  @Test
  void noTwoKeysShareAVariable() throws Exception {
    Set<String> keys = read("", Map.of()).keys();
    assertThat(keys.stream().map(MANUAL::variable).distinct()).hasSameSizeAs(keys);
  }
}
