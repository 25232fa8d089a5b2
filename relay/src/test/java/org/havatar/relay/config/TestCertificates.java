package org.havatar.relay.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** Certificates for tests of other packages. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A node's own, made in that directory. */
  public static ServedCertificate make(Path directory, Instant now) throws IOException {
    return ServedCertificate.read(DevelopmentCertificate.ensure(directory, Set.of(), now));
  }
}
