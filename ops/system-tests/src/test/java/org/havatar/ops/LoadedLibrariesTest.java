package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.havatar.ops.kit.Checkout;
import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the programs have loaded: the system's and Java's own libraries, and those that they have
 * unpacked where nobody else could have put something in their place.
 */
final class LoadedLibrariesTest {
  private static final int PATH_COLUMN = 5;

  @RegisterExtension final OpenScene scene = OpenScene.forEachTest();

  @Test
  void relayAndBridgeLoadNothingFromAFolderThatOthersCanWriteTo() {
    scene.get().driveAtSpeed();
    Path relay = scene.get().folder().resolve("relay/native");
    Path bridge = scene.get().folder().resolve("bridge/native");
    assertThat(unpacked(scene.get().relay())).isNotEmpty().allMatch(path -> isBelow(path, relay));
    assertThat(unpacked(scene.get().bridge()))
        .anyMatch(path -> path.contains("jSerialComm"))
        .allMatch(path -> isBelow(path, bridge));
  }

  private static boolean isBelow(String path, Path folder) {
    return path.startsWith(folder.toAbsolutePath().normalize().toString());
  }

  /** Libraries in the memory of the process that belong neither to the system nor to its Java. */
  private static List<String> unpacked(Program program) {
    Path java = Path.of(Checkout.java()).toAbsolutePath().getParent();
    String javaHome = String.valueOf(java == null ? null : real(java).getParent());
    try (Stream<String> maps = Files.lines(Path.of("/proc", program.pid() + "", "maps"))) {
      return maps.map(line -> line.split(" +", PATH_COLUMN + 1))
          .filter(columns -> columns.length > PATH_COLUMN)
          .map(columns -> columns[PATH_COLUMN])
          .filter(path -> path.contains(".so"))
          .filter(path -> Stream.of("/usr/", "/lib", javaHome).noneMatch(path::startsWith))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
