package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code relay cluster-certificate}. */
final class ClusterCertificateCommandTest {
  private final Path authority;
  private final StringWriter said = new StringWriter();

  ClusterCertificateCommandTest(@TempDir Path directory) {
    authority = directory.resolve("authority");
  }

  private int run(String... more) {
    List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(List.of("cluster-certificate", "--authority", authority.toString()));
    arguments.addAll(List.of(more));
    return Main.commandLine()
        .setErr(new PrintWriter(said, true))
        .setOut(new PrintWriter(said, true))
        .execute(arguments.toArray(String[]::new));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void itMakesAnAuthorityOnceAndNodesThatOnlyTheirUserCanRead() throws Exception {
    assertThat(run("--node", "relay-1")).isZero();
    byte[] first = Files.readAllBytes(authority.resolve("authority-key.pem"));
    assertThat(run("--node", "relay-2")).isZero();
    assertThat(Files.readAllBytes(authority.resolve("authority-key.pem"))).isEqualTo(first);
    assertThat(mode(authority)).isEqualTo("rwx------");
    for (String file : List.of("authority-key.pem", "relay-1/key.pem", "relay-2/key.pem")) {
      assertThat(mode(authority.resolve(file))).isEqualTo("rw-------");
    }
    assertThat(authority.resolve("relay-1/authority-key.pem")).doesNotExist();
    assertThat(authority.resolve("relay-1/authority.pem"))
        .hasSameBinaryContentAs(authority.resolve("authority.pem"));
  }

  @Test
  void itSaysWhichFileMustNotLeaveAndWhatToWrite() {
    assertThat(run("--node", "relay-1")).isZero();
    assertThat(said.toString())
        .contains("authority-key.pem, must never leave this machine")
        .contains("certificate: /etc/havatar/cluster/certificate.pem");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    run("--node", "relay-1");
    byte[] key = Files.readAllBytes(authority.resolve("relay-1/key.pem"));
    assertThat(run("--node", "relay-1")).isEqualTo(Main.FAILED);
    assertThat(said.toString()).contains("nothing is overwritten");
    assertThat(Files.readAllBytes(authority.resolve("relay-1/key.pem"))).isEqualTo(key);
    assertThat(run("--node", "relay-1", "--directory", authority.resolve("new").toString()))
        .isZero();
  }

  @Test
  void halfAnAuthorityAndWrongNamesAreRefused() throws Exception {
    assertThat(run("--node", "../x")).isEqualTo(Main.WRONG);
    run();
    Files.delete(authority.resolve("authority-key.pem"));
    assertThat(run("--node", "relay-1")).isEqualTo(Main.FAILED);
    assertThat(said.toString()).contains("there is only one of");
  }
}
