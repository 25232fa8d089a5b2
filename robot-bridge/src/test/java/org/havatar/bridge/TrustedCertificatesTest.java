package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
  /** Made for this test; nobody has its key. */
  static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhjCCAS2gAwIBAgIUTeLtGahOevZozDZBbMBaLbPkwB8wCgYIKoZIzj0EAwIw
      GDEWMBQGA1UEAwwNcmVsYXkuZXhhbXBsZTAgFw0yNjExMzAxMjEzNDJaGA8yMTI2
      MTEwNjEyMTM0MlowGDEWMBQGA1UEAwwNcmVsYXkuZXhhbXBsZTBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABPQv5Wc/5rHseNcFgcQvJ8rG4/Kzzqw+Aouh+3A2XAwA
      7ev2+wPOn49b/vhY3HP26sEIyD/Lo0zkm5zJTwPYFimjUzBRMB0GA1UdDgQWBBQ+
      Y3NuoGLC3aUhDvelyyhN2+p3wTAfBgNVHSMEGDAWgBQ+Y3NuoGLC3aUhDvelyyhN
      2+p3wTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIC0GzbdGnf/k
      mwN7oACL/Knfrim6F1xmAPVtcoKF7YWdAiBPEL8P48gQsa00PdXUqw0rdRBUP3DF
      EOXbIfsRRv4GFg==
      -----END CERTIFICATE-----
      """;

  private final Path file;

  TrustedCertificatesTest(@TempDir Path directory) {
    this.file = directory.resolve("trust.pem");
  }

  @Test
  void certificatesAreReturnedAsTheyStandThere() throws IOException {
    Files.writeString(file, "# of the relay\n" + PEM + PEM);
    assertThat(TrustedCertificates.read(file)).isEqualTo("# of the relay\n" + PEM + PEM);
  }

  @Test
  void whatHoldsNoReadableCertificateIsRefusedWithItsName() throws IOException {
    String begin = PEM.lines().findFirst().orElseThrow();
    for (String wrong :
        new String[] {"", "hello", begin, begin + "\nhello\n", PEM.replace("MIIBhj", "MIIChj")}) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> TrustedCertificates.read(file))
          .as(wrong)
          .isInstanceOf(IOException.class)
          .hasMessage("has to be a PEM file with certificates (" + begin + "): " + file);
    }
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> TrustedCertificates.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("names a file that can't be read: " + file);
  }
}
