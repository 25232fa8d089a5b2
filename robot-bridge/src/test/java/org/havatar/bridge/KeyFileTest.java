package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
  private final Path directory;
  private final Path path;
  private final KeyFile file;

  KeyFileTest(@TempDir Path directory) {
    this.directory = directory;
    this.path = directory.resolve(KeyFile.FILE_NAME);
    this.file = new KeyFile(directory);
  }

  @Test
  void withoutFileThereAreNone() throws IOException {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void whatWasWrittenIsReadInItsOrderAndByThisUserOnly() throws IOException {
    file.write(List.of("hvr_b", "hvr_a"));
    assertThat(file.read()).containsExactly("hvr_b", "hvr_a");
    file.write(List.of("hvr_c"));
    assertThat(file.read()).containsExactly("hvr_c");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining(each -> !each.equals(path));
  }

  @Test
  void aFileThatOthersMayReadIsReplacedByOneThatTheyMayNot() throws IOException {
    Path leftOver = directory.resolve(KeyFile.FILE_NAME + ".new");
    Files.writeString(leftOver, "half");
    Files.setPosixFilePermissions(leftOver, PosixFilePermissions.fromString("rw-r--r--"));
    file.write(List.of("hvr_a"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void everyDamageIsNoticedAndTheFileKept() throws IOException {
    file.write(List.of("hvr_b", "hvr_a"));
    byte[] whole = Files.readAllBytes(path);
    for (int at = 0; at < whole.length - 1; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(path, damaged);
      assertThat(file.read()).as("byte %d", at).isEmpty();
      assertThat(directory.resolve(KeyFile.FILE_NAME + ".damaged")).hasBinaryContent(damaged);
    }
    Files.write(path, new byte[0]);
    assertThat(file.read()).isEmpty();
  }

  @Test
  void aDiskThatTakesNothingIsSaidAndTheFormerKeysStay() throws IOException {
    file.write(List.of("hvr_a"));
    // a directory in the way of the temporary file: also root can't write there
    Files.createDirectories(directory.resolve(KeyFile.FILE_NAME + ".new").resolve("x"));
    assertThatThrownBy(() -> file.write(List.of("hvr_b"))).isInstanceOf(IOException.class);
    assertThat(file.read()).containsExactly("hvr_a");
  }

  @Test
  void aFileThatHoldsNoKeysIsWhole() throws IOException {
    file.write(List.of());
    assertThat(file.read()).isEmpty();
    assertThat(path).exists();
  }

  @Test
  void whatIsNoKeyIsDamageAlsoWhenTheChecksumFits() throws IOException {
    file.write(List.of("hvr_a", "two words"));
    assertThat(file.read()).isEmpty();
    assertThat(directory.resolve(KeyFile.FILE_NAME + ".damaged")).exists();
  }

  @Test
  void itsDirectoryIsMadeWhenItIsMissing() throws IOException {
    KeyFile below = new KeyFile(directory.resolve("made/by/it"));
    below.write(List.of("hvr_a"));
    assertThat(below.read()).containsExactly("hvr_a");
  }
}
