package org.havatar.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each program loads, read and verified once for all starts of it, as ops/demo does: a third
 * of a start's work. Java itself leaves an archive aside that isn't of that very jar.
 */
final class ClassArchive {
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(60);
  private static boolean known;
  private static boolean recording;

  private ClassArchive() {}

  static synchronized List<String> optionsFor(Path jar) {
    if (!known && !recording) {
      known =
          Files.exists(fileFor(Checkout.relayJar())) && Files.exists(fileFor(Checkout.bridgeJar()));
      if (!known) {
        record();
      }
    }
    String option = recording ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=";
    return List.of(
        option + fileFor(jar), "-Xshare:auto", "-Xlog:disable", "-Xlog:os=warning:stderr");
  }

  /** A drive loads what most tests need. */
  private static void record() {
    recording = true;
    try (Scene scene = Scene.open("recorded")) {
      forgetFormerOnes();
      scene.driveAtSpeed();
      scene.driver().disconnect();
      scene.bridge().terminate(WRITTEN_WITHIN);
      scene.relay().terminate(WRITTEN_WITHIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      recording = false;
    }
    known = true;
  }

  /** Of jars that are no more; each is tens of megabytes. */
  private static void forgetFormerOnes() throws IOException {
    Path folder = Files.createDirectories(fileFor(Checkout.relayJar()).getParent());
    try (Stream<Path> former = Files.list(folder)) {
      for (Path each : former.toList()) {
        Files.delete(each);
      }
    }
  }

  private static Path fileFor(Path jar) {
    try {
      String version = Long.toHexString(Files.getLastModifiedTime(jar).toMillis());
      return Checkout.output()
          .resolveSibling("archives")
          .resolve(jar.getFileName() + "-" + version + ".jsa")
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
