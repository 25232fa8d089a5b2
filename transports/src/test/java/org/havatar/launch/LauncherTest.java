package org.havatar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  private static final int CLASS_FILE_OF_JAVA_8 = 52;
  private static final int NEVER = 9999;
  private static final long ENDS_WITHIN_S = 60;

  private final Path jar;

  LauncherTest(@TempDir Path directory) {
    jar = directory.resolve("program.jar");
  }

  private record Ended(int code, String output) {}

  private static Path classes(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Ended run(int neededJava) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Launcher.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        classes(Launcher.class).toUri() + " " + classes(TestProgram.class).toUri());
    attributes.putValue("Program-Class", TestProgram.class.getName());
    attributes.putValue("Program-Java", String.valueOf(neededJava));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-jar", jar.toString(), "one", "two")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(ENDS_WITHIN_S, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  @Test
  void anOlderJavaIsToldInOneSentenceWhichOneIsNeeded() throws Exception {
    Ended ended = run(NEVER);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output().strip().lines())
        .singleElement()
        .asString()
        .startsWith("This program needs Java 9999 or newer, but this is Java ")
        .contains(System.getProperty("java.home"), "bin/java -jar " + jar);
  }

  @Test
  void anyOtherRunsTheProgramWhoseFaultsAreItsOwn() throws Exception {
    Ended ended = run(1);
    assertThat(ended.output()).contains("ran with [one, two]", "IllegalStateException: its own");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void evenJava8CanReadIt() throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream("Launcher.class");
        DataInputStream file = new DataInputStream(Objects.requireNonNull(in))) {
      file.skipNBytes(6);
      assertThat(file.readUnsignedShort()).isEqualTo(CLASS_FILE_OF_JAVA_8);
    }
  }

  @Test
  void versionsAreReadAsTheyWereWrittenInTheirTime() {
    assertThat(Launcher.refusal(21, "1.8", "/j", "x.jar")).contains("this is Java 8 (/j)");
    assertThat(Launcher.refusal(21, "17", "/j", "x.jar")).contains("this is Java 17 (/j)");
    assertThat(Launcher.refusal(21, "21", "/j", "x.jar")).isNull();
    assertThat(Launcher.refusal(21, "25", "/j", "x.jar")).isNull();
  }
}
