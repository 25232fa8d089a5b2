package org.havatar.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.havatar.relay.config.Cluster.Member;
import org.havatar.relay.config.RelayConfig.PemFiles;
import org.havatar.transports.settings.SettingsException;
import org.havatar.transports.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section cluster, with real certificates. */
final class ClusterSettingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String REDIS = "store: {kind: redis, redis_url: 'redis://127.0.0.1'}\n";

  private final Path directory;
  private final Path node;

  ClusterSettingsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    node = node("authority", "one");
  }

  private Path node(String authority, String name) throws IOException {
    Path folder = directory.resolve(authority);
    ClusterCertificates.ensureAuthority(folder, NOW);
    ClusterCertificates.addNode(folder, name, folder.resolve(name), NOW);
    return folder.resolve(name);
  }

  private RelayConfig read(String yaml, Instant now) throws IOException, SettingsException {
    Path file = Files.writeString(directory.resolve("my.yaml"), yaml);
    return RelayConfig.of(
        new SettingsSource(RelayConfig.MANUAL, file, Map.of()).read(), Map.of(), now);
  }

  private List<String> faultsOf(String yaml) {
    return faultsOf(yaml, NOW);
  }

  private List<String> faultsOf(String yaml, Instant now) {
    SettingsException wrong = catchThrowableOfType(SettingsException.class, () -> read(yaml, now));
    assertThat(wrong).as("it should be refused: " + yaml).isNotNull();
    return wrong.faults();
  }

  private String cluster(String more) {
    return cluster("[10.0.0.2]", "10.0.0.1", files(node, node, node)) + more;
  }

  private static String cluster(String members, String address, String files) {
    return "cluster:\n  members: %s\n  address: \"%s\"\n%s".formatted(members, address, files);
  }

  private static String files(Path certificate, Path key, Path authority) {
    return "  certificate: %s\n  key: %s\n  authority: %s\n"
        .formatted(
            certificate.resolve("certificate.pem"),
            key.resolve("key.pem"),
            authority.resolve("authority.pem"));
  }

  @Test
  void withoutMembersARelayStandsAlone() throws Exception {
    assertThat(read("{}\n", NOW).cluster()).isNull();
    assertThat(faultsOf("cluster: {address: 10.0.0.1}\n"))
        .singleElement()
        .asString()
        .contains("are of no use while cluster.members");
  }

  @Test
  void aWholeClusterIsTaken() throws Exception {
    Cluster cluster = read(REDIS + cluster(""), NOW).cluster();
    assertThat(cluster).isNotNull();
    assertThat(cluster.members()).containsExactly(new Member("10.0.0.2", 5701, false));
    assertThat(cluster.port()).isEqualTo(5701);
    assertThat(cluster.busPort()).isEqualTo(5702);
    assertThat(cluster.identity().name()).isEqualTo("one");
  }

  @Test
  void membersAreAddressesNamesOrAllAddressesOfAName() {
    assertThat(ClusterSettings.member("10.0.0.2:7", 1)).contains(new Member("10.0.0.2", 7, false));
    assertThat(ClusterSettings.member("fd00::2", 1)).contains(new Member("fd00::2", 1, false));
    assertThat(ClusterSettings.member("[fd00::2]:7", 1)).contains(new Member("fd00::2", 7, false));
    assertThat(ClusterSettings.member("relay-2", 1)).contains(new Member("relay-2", 1, false));
    assertThat(ClusterSettings.member("dns:relays.internal:7", 1))
        .contains(new Member("relays.internal", 7, true));
    for (String wrong :
        List.of("", "dns:", "dns:10.0.0.1", "a:0", "a:65536", "a:x", "[a]:1", "0.0.0.0", "a b")) {
      assertThat(ClusterSettings.member(wrong, 1)).as(wrong).isEmpty();
    }
  }

  @Test
  void theEmbeddedStoreIsRefusedWithWhatToDo() {
    assertThat(faultsOf(cluster("")))
        .singleElement()
        .asString()
        .contains("cluster.members needs one store for all nodes: set store.kind")
        .contains("`relay export`");
  }

  @Test
  void theAddressIsOneOfThisMachineAndNoWildcard() {
    String files = files(node, node, node);
    for (String wildcard : List.of("0.0.0.0", "::")) {
      assertThat(faultsOf(REDIS + cluster("[a]", wildcard, files)))
          .singleElement()
          .asString()
          .contains("would open the cluster's ports to every network");
    }
    assertThat(faultsOf(REDIS + cluster("[a]", "", files))).hasSize(1);
    assertThat(faultsOf(REDIS + cluster("[a]", "host", files))).hasSize(1);
  }

  @Test
  void twoServicesNeedTwoPorts() {
    assertThat(faultsOf(REDIS + cluster("  bus_port: 5701\n")))
        .singleElement()
        .asString()
        .contains("has to be another port than cluster.port");
  }

  @Test
  void allThreeFilesAreNeededAndBelongTogether() throws Exception {
    assertThat(faultsOf(REDIS + cluster("[a]", "10.0.0.1", ""))).hasSize(3);
    Path second = node("authority", "two");
    Path foreign = node("other", "one");
    assertThat(faultsOf(REDIS + cluster("[a]", "10.0.0.1", files(node, second, node))))
        .singleElement()
        .asString()
        .contains("is the key of another certificate");
    assertThat(faultsOf(REDIS + cluster("[a]", "10.0.0.1", files(node, node, foreign))))
        .singleElement()
        .asString()
        .contains("isn't signed by the authority");
  }

  @Test
  void certificatesOfAnotherKindAreRefused() throws Exception {
    PemFiles usual =
        DevelopmentCertificate.ensure(
            Files.createDirectory(directory.resolve("usual")), Set.of(), NOW);
    String yaml =
        "  certificate: %s\n  key: %s\n  authority: %s\n"
            .formatted(usual.certificate(), usual.key(), usual.certificate());
    assertThat(faultsOf(REDIS + cluster("[a]", "10.0.0.1", yaml)))
        .anyMatch(each -> each.contains("cluster.certificate is of another kind"))
        .anyMatch(each -> each.contains("cluster.authority is of another kind"));
  }

  @Test
  void anEndedCertificateIsRefusedFromItsLastMomentOn() throws Exception {
    Instant end = NOW.minus(SelfSigned.BACKDATED).plus(ClusterCertificates.NODE_VALIDITY);
    assertThat(read(REDIS + cluster(""), end.minusSeconds(1)).cluster()).isNotNull();
    assertThat(faultsOf(REDIS + cluster(""), end))
        .singleElement()
        .asString()
        .contains("cluster.certificate ended at " + end)
        .contains("relay cluster-certificate");
  }

  @Test
  void addressesOfTheInternetAreWarnedOf() throws Exception {
    for (String fine : List.of("10.1.2.3", "192.168.0.1", "100.64.0.1", "fd00::1", "127.0.0.1")) {
      assertThat(LocalAddresses.isPrivate(fine)).as(fine).isTrue();
    }
    for (String open : List.of("203.0.113.5", "2001:db8::1", "100.128.0.1")) {
      assertThat(LocalAddresses.isPrivate(open)).as(open).isFalse();
    }
  }
}
