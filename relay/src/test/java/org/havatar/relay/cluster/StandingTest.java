package org.havatar.relay.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may be in one cluster with whom. */
final class StandingTest {
  private static final Standing SELF = new Standing("a", "one", "10.0.0.1:5702", "s", "ca", 7);

  private static Standing other(String store, String authority, int protocol) {
    return new Standing("b", "two", "10.0.0.2:5702", store, authority, protocol);
  }

  @Test
  void nodesOfOneStoreOneAuthorityAndOneVersionWorkTogether() {
    assertThat(SELF.refusal(other("s", "ca", 7))).isEmpty();
  }

  @Test
  void theVersionBeforeAndTheNextOneAreSpokenAsTheOlderOfTheTwo() {
    assertThat(Standing.spoken(7, 7)).contains(7);
    assertThat(Standing.spoken(7, 6)).contains(6);
    assertThat(Standing.spoken(7, 8)).contains(7);
    assertThat(SELF.refusal(other("s", "ca", 6))).isEmpty();
    assertThat(SELF.refusal(other("s", "ca", 8))).isEmpty();
  }

  @Test
  void versionsFurtherApartAreRefusedInBothDirections() {
    assertThat(Standing.spoken(7, 5)).isEmpty();
    assertThat(Standing.spoken(5, 7)).isEmpty();
    assertThat(Standing.spoken(7, Integer.MIN_VALUE)).isEmpty();
    assertThat(SELF.refusal(other("s", "ca", 5)).orElseThrow())
        .isEqualTo(
            "This node speaks version 7 to other nodes and two (10.0.0.2:5702) version 5: replace"
                + " nodes one by one, never by a build more than one version away.");
  }

  @Test
  void anotherStoreIsRefused() {
    assertThat(SELF.refusal(other("t", "ca", 7)).orElseThrow())
        .isEqualTo(
            "This node doesn't share its Redis with two (10.0.0.2:5702): set store.redis_url to"
                + " the same Redis and database on all nodes.");
  }

  @Test
  void anotherAuthorityIsRefused() {
    assertThat(SELF.refusal(other("s", "other", 7)).orElseThrow())
        .startsWith("This node's certificate is of another authority than that of two");
  }

  @Test
  void aCertificateIsWarnedOfThirtyDaysBeforeItsEnd() {
    Instant end = Instant.parse("2027-03-31T00:00:00Z");
    Instant due = Instant.parse("2027-03-01T00:00:00Z");
    assertThat(ClusterNode.endWarning(end, due.minusSeconds(1))).isEmpty();
    assertThat(ClusterNode.endWarning(end, due).orElseThrow()).contains("ends at 2027-03-31");
  }
}
