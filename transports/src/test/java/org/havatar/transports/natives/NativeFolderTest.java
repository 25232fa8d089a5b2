package org.havatar.transports.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is loaded lies where nobody else could have put it. */
class NativeFolderTest {
  private static final String NOBODY_RUNS_AS = "4194305"; // above the greatest id of a process

  private final Path directory;
  private final UserPrincipal user;

  NativeFolderTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    user = Files.getOwner(directory);
  }

  private Path all() {
    return directory.resolve(NativeFolder.NAME);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void itIsNewEmptyAndOfThisUserAlone() throws IOException {
    Path first = NativeFolder.prepare(directory, user);
    Path second = NativeFolder.prepare(directory, user);
    assertThat(second).isNotEqualTo(first).hasParentRaw(directory.toRealPath().resolve("native"));
    assertThat(second).isEmptyDirectory();
    assertThat(List.of(permissions(all()), permissions(second))).containsOnly("rwx------");
  }

  @Test
  void whatLiesThereAlreadyIsRemovedAndNotWhatAProcessStillUses() throws IOException {
    Path used =
        Files.createDirectories(
            all().resolve(ProcessHandle.current().parent().orElseThrow().pid() + "-a"));
    Files.createDirectories(all().resolve(NOBODY_RUNS_AS + "-b/jSerialComm"));
    Files.writeString(
        all().resolve(NOBODY_RUNS_AS + "-b/jSerialComm/libjSerialComm.so"), "planted");
    Files.writeString(all().resolve("libnetty_transport_native_epoll.so"), "planted");
    Path folder = NativeFolder.prepare(directory, user);
    try (Stream<Path> left = Files.list(all().toRealPath())) {
      assertThat(left.map(Path::getFileName))
          .containsExactlyInAnyOrder(used.getFileName(), folder.getFileName());
    }
  }

  @Test
  void aLinkInItsPlaceIsRefused(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(all(), elsewhere);
    assertThatThrownBy(() -> NativeFolder.prepare(directory, user))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has to be a folder");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aLinkThatIsSweptLosesNothingBehindIt(@TempDir Path elsewhere) throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "");
    Files.createDirectory(all());
    Files.createSymbolicLink(all().resolve("link"), elsewhere);
    NativeFolder.prepare(directory, user);
    assertThat(kept).exists();
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws IOException {
    for (String open : List.of("rwxrwxr-x", "rwx---rwx")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(open));
      assertThatThrownBy(() -> NativeFolder.prepare(directory, user))
          .hasMessageContaining("chmod go-w");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(all());
    Files.setPosixFilePermissions(all(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> NativeFolder.prepare(directory, user))
        .hasMessageContaining("chmod go-w");
  }

  @Test
  void somebodyElsesFolderIsRefused() {
    UserPrincipal other = () -> "other";
    assertThatThrownBy(() -> NativeFolder.prepare(directory, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to " + user.getName())
        .hasMessageContaining("chown");
  }
}
