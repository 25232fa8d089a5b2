package org.havatar.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.havatar.relay.access.Answers;
import org.havatar.relay.access.Store;
import org.havatar.relay.access.port.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that an earlier relay wrote. */
final class SchemaTest {
  private static final String ROBOT =
      "{\"robot_id\":\"tank-1\",\"name\":\"Tank\",\"type\":\"tank\",\"owner\":\"ana\","
          + "\"rtsp_url\":null,\"webrtc_url\":null,\"code_api_url\":null,\"active\":true,"
          + "\"key_hash\":\"00\"}";
  private static final String ACCOUNT =
      "{\"name\":\"ana\",\"display_name\":\"Ana\",\"administrator\":true,\"password_hash\":\"h\"}";

  private final Path file;

  SchemaTest(@TempDir Path directory) {
    file = directory.resolve("relay.mv");
    try (MVStore written = MVStore.open(file.toString())) {
      written.<String, String>openMap("meta").put("schema", "1");
      written.<String, String>openMap("meta").put("signing_key", "secret");
      written.<String, String>openMap("users").put("ana", ACCOUNT);
      written.<String, String>openMap("robots").put("tank-1", ROBOT);
      written.<String, String>openMap("boots").put("tank-1", "{\"number\":7,\"start_id\":1}");
    }
  }

  @AfterEach
  void freeSpace() {
    FullDiskPath.FULL.set(false);
  }

  private static String meta(Path file) {
    try (MVStore read = MVStore.open(file.toString())) {
      return String.valueOf(read.<String, String>openMap("meta").get("schema"));
    }
  }

  @Test
  void itIsReadAndItsRobotsStayAsOpenAsTheyWere() throws Exception {
    Store store = EmbeddedStore.open(file, System::nanoTime);
    assertThat(Answers.of(store.accounts().account("ana"))).isPresent();
    assertThat(Answers.of(store.robots().robot("tank-1")))
        .map(entry -> entry.robot().holdLimitS())
        .contains(60);
    assertThat(Answers.of(store.robots().recordBoot("tank-1", 7, 2))).hasValue(7);
    List<String> robots =
        Answers.of(((DocumentStore) store).documents().all(Kind.ROBOT, Optional::of));
    assertThat(new JsonObject(robots.get(0)).getString("audience")).isEqualTo("everyone");
    Answers.of(store.close());
    assertThat(meta(file)).isEqualTo("3");
  }

  @Test
  void aCopyOfItAsItWasStaysBesideIt() throws Exception {
    byte[] before = Files.readAllBytes(file);
    Answers.of(EmbeddedStore.open(file, System::nanoTime).close());
    Path copy = file.resolveSibling("relay.mv.layout-1");
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    assertThat(Files.getPosixFilePermissions(copy).toString())
        .isEqualTo("[OWNER_READ, OWNER_WRITE]");
    Answers.of(EmbeddedStore.open(file, System::nanoTime).close());
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
  }

  @Test
  void aMigrationThatTheDiskDoesNotTakeLeavesWhatWasThereAndIsDoneLater() {
    String name = FullDiskPath.of(file);
    FullDiskPath.FULL.set(true);
    assertThatThrownBy(() -> EmbeddedStore.open(name, () -> {}, System::nanoTime))
        .isInstanceOf(Unavailable.class);
    FullDiskPath.FULL.set(false);
    assertThat(meta(file)).isEqualTo("1");
    Store store = EmbeddedStore.open(name, () -> {}, System::nanoTime);
    Answers.of(store.close());
    assertThat(meta(file)).isEqualTo("3");
  }

  @Test
  void whatHasNoLayoutThatAnybodyKnowsIsRefusedUntouched() throws Exception {
    for (String layout : List.of("4", "0", "soon")) {
      try (MVStore written = MVStore.open(file.toString())) {
        written.<String, String>openMap("meta").put("schema", layout);
      }
      byte[] before = Files.readAllBytes(file);
      assertThatThrownBy(() -> EmbeddedStore.open(file, System::nanoTime))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("has layout " + layout);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
  }
}
