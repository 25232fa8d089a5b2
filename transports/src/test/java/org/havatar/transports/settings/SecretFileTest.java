package org.havatar.transports.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {
  private final Path directory;
  private final Path file;

  SecretFileTest(@TempDir Path temporary) throws IOException {
    directory = temporary.resolve("secrets");
    Files.createDirectory(directory);
    file = Files.writeString(directory.resolve("robot-key"), "hvr_secret");
    mode(temporary, "rwxr-xr-x"); // as most directories are, unlike what tests get
    mode(directory, "rwxr-xr-x");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void whatOthersCanReadIsWarnedOfWithTheKeyTheFileAndWhatToDo() throws IOException {
    for (String open : new String[] {"rw-r--r--", "rw-r-----", "rw----r--"}) {
      mode(file, open);
      assertThat(SecretFile.warning("robot.key_file", file).orElseThrow())
          .contains("robot.key_file", file.toString(), open, "chmod 600")
          .doesNotContain("hvr_secret");
    }
  }

  @Test
  void whatOnlyItsUserCanReadIsFine() throws IOException {
    for (String closed : new String[] {"rw-------", "r--------", "rw--w--w-"}) {
      mode(file, closed);
      assertThat(SecretFile.warning("robot.key_file", file)).isEmpty();
    }
  }

  @Test
  void aDirectoryThatLetsNobodyElseInIsEnough() throws IOException {
    mode(file, "rw-r--r--");
    mode(directory, "rwx------");
    assertThat(SecretFile.warning("tls.key", file)).isEmpty();
    mode(directory, "rwxr-x---");
    assertThat(SecretFile.warning("tls.key", file)).isPresent();
  }

  @Test
  void aLinkCountsForNothingAndWhatIsNotThereIsNotJudged() throws IOException {
    mode(file, "rw-------");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThat(SecretFile.warning("tls.key", link)).isEmpty();
    assertThat(SecretFile.warning("tls.key", directory.resolve("nothing"))).isEmpty();
  }
}
