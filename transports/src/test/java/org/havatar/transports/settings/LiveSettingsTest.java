package org.havatar.transports.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.transports.settings.LiveSettings.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveSettingsTest {
  private final Path file;
  private final List<String> taken = new ArrayList<>();
  private final LiveSettings<String> live;

  LiveSettingsTest(@TempDir Path directory) throws IOException, SettingsException {
    file = Files.writeString(directory.resolve("my.yaml"), "listen: {port: 1}\n");
    SettingsSource source = new SettingsSource(SettingsSourceTest.MANUAL, file, Map.of());
    live =
        new LiveSettings<>(
            source,
            source.read(),
            LiveSettingsTest::check,
            Set.of("limits.api_burst", "login.secret", "login.enabled"));
  }

  /** Impossible together: a burst of 13, and port 1 without login. */
  private static String check(Settings settings) throws SettingsException {
    if (settings.integer("limits.api_burst", 1, 100) == 13) {
      settings.fault("limits.api_burst", "brings bad luck");
    }
    if (settings.text("listen.port").equals("1") && !settings.flag("login.enabled")) {
      settings.fault("login.enabled", "has to be true with " + settings.named("listen.port"));
    }
    settings.throwIfFaulty();
    return settings.text("listen.port") + " " + settings.text("limits.api_burst");
  }

  private Outcome reload(String yaml) throws IOException, InterruptedException {
    Files.writeString(file, yaml);
    return live.reload(taken::add);
  }

  @Test
  void reloadedKeysChangeAndOthersWaitForTheRestart() throws Exception {
    Outcome outcome = reload("listen: {port: 2}\nlimits: {api_burst: 5, page_burst: 6}\n");
    assertThat(taken).containsExactly("1 5");
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Taken(
                List.of(new SettingsChange("limits.api_burst", "\"20\"", "\"5\"")),
                List.of(
                    new SettingsChange("limits.page_burst", "\"30\"", "\"6\""),
                    new SettingsChange("listen.port", "\"1\"", "\"2\""))));
  }

  @Test
  void whatWaitsIsToldAgainAndWhatWasTakenIsNot() throws Exception {
    Outcome first = reload("listen: {port: 2}\nlimits: {api_burst: 5}\n");
    assertThat(first).isInstanceOf(Outcome.Taken.class);
    assertThat(reload("listen: {port: 2}\nlimits: {api_burst: 5}\n"))
        .isEqualTo(
            new Outcome.Taken(
                List.of(), List.of(new SettingsChange("listen.port", "\"1\"", "\"2\""))));
    assertThat(reload("listen: {port: 1}\nlimits: {api_burst: 5}\n"))
        .isEqualTo(new Outcome.Taken(List.of(), List.of()));
  }

  @Test
  void wrongSettingsChangeNothing() throws Exception {
    assertThat(reload("listen: {port: 1}\nlimits: {api_burst: 13}\n"))
        .isEqualTo(
            new Outcome.Refused(List.of(file + " line 2: limits.api_burst brings bad luck.")));
    assertThat(reload("listen: {prot: 1}\n")).isInstanceOf(Outcome.Refused.class);
    Files.delete(file);
    assertThat(live.reload(taken::add)).isInstanceOf(Outcome.Refused.class);
    assertThat(taken).isEmpty();
    assertThat(reload("listen: {port: 1}\nlimits: {api_burst: 5}\n"))
        .isInstanceOf(Outcome.Taken.class);
    assertThat(taken).containsExactly("1 5");
  }

  @Test
  void aChangeThatIsRightOnlyTogetherWithOneThatWaitsIsRefused() throws Exception {
    Outcome outcome = reload("listen: {port: 2}\nlogin: {enabled: false}\n");
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).faults().get(0))
        .contains("login.enabled has to be true with listen.port")
        .endsWith("One of the two changes at a restart only: restart.");
    assertThat(taken).isEmpty();
  }

  @Test
  void whatTheProgramCouldNotTakeIsTriedAgainNextTime() throws Exception {
    Files.writeString(file, "listen: {port: 1}\nlimits: {api_burst: 5}\n");
    Outcome failed =
        live.reload(
            config -> {
              throw new IOException("no room");
            });
    assertThat(failed).isEqualTo(new Outcome.Refused(List.of("no room")));
    assertThat(((Outcome.Taken) live.reload(taken::add)).changes()).hasSize(1);
  }

  @Test
  void aSecretIsNotShownWhenItChanges() throws Exception {
    Outcome outcome = reload("listen: {port: 1}\nlogin: {secret: hush}\n");
    assertThat(outcome.toString()).contains("login.secret").doesNotContain("hush");
  }
}
