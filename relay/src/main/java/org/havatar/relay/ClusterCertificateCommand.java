package org.havatar.relay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.havatar.relay.config.ClusterCertificates;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay cluster-certificate}. */
@Command(
    name = "cluster-certificate",
    description =
        "Makes the authority of a cluster, once, and certificates of its nodes. Run it on a"
            + " machine of the administrator; nothing is ever overwritten.")
final class ClusterCertificateCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  @Option(
      names = "--authority",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the authority; made when there is none.")
  private @Nullable Path authority;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "A node to make a certificate for: letters, digits, dots and hyphens.")
  private @Nullable String node;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where to write it; the node's name in the authority's folder when it is left out. To"
              + " renew one, name a new folder.")
  private @Nullable Path directory;

  @Spec private @Nullable CommandSpec spec;

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  @Override
  public Integer call() throws IOException {
    Path folder = authority == null ? Path.of("") : authority;
    if (node != null && !NAME.matcher(node).matches()) {
      throw new IllegalArgumentException(
          "--node has to be letters, digits, dots and hyphens, 63 at most: \"" + node + "\".");
    }
    Instant now = Instant.now();
    if (ClusterCertificates.ensureAuthority(folder, now)) {
      err()
          .printf(
              "Made an authority in %s. Its key, authority-key.pem, must never leave this machine:"
                  + " whoever has it can make nodes. Keep a copy where no relay can read it.%n",
              folder);
    }
    if (node == null) {
      return Main.OK;
    }
    Path target = directory == null ? folder.resolve(node) : directory;
    ClusterCertificates.addNode(folder, node, target, now);
    err()
        .printf(
            "Made the certificate of %s in %s. Copy that folder to the node, readable by the"
                + " relay's user only, and write into its relay.yaml:%n",
            node, target);
    out()
        .print(
            """
            cluster:
              members: ["10.0.0.1", "10.0.0.2"] # private addresses of all nodes
              address: 10.0.0.1 # of this node
              certificate: /etc/havatar/cluster/certificate.pem
              key: /etc/havatar/cluster/key.pem
              authority: /etc/havatar/cluster/authority.pem
            """);
    out().flush();
    return Main.OK;
  }
}
