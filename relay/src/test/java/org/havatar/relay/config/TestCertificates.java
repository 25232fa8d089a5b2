package org.havatar.relay.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.havatar.relay.config.RelayConfig.PemFiles;

/** Certificates for tests of other packages. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A node's own, made in that directory. */
  public static PemFiles make(Path directory, Instant now) throws IOException {
    return DevelopmentCertificate.ensure(directory, Set.of(), now);
  }
}
