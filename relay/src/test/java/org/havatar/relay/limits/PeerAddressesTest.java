package org.havatar.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.havatar.relay.limits.ProxyOptions.Header;
import org.havatar.relay.limits.ProxyOptions.Network;
import org.havatar.transports.link.Trail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is, whatever anybody writes. */
final class PeerAddressesTest {
  private static final String PROXY = "10.0.0.7";

  private static PeerAddresses behind(Header header, String... trusted) {
    List<Network> networks =
        Arrays.stream(trusted).map(each -> Network.parse(each).orElseThrow()).toList();
    return new PeerAddresses(new ProxyOptions(networks, header, false));
  }

  private static String forwardedFor(String peer, String... values) {
    PeerAddresses addresses = behind(Header.X_FORWARDED_FOR, "10.0.0.0/8", "fd00::/8", "192.0.2.9");
    return addresses.of(new Trail(peer, List.of(values), List.of("for=203.0.113.250")));
  }

  private static String forwarded(String... values) {
    PeerAddresses addresses = behind(Header.FORWARDED, "10.0.0.0/8");
    return addresses.of(new Trail(PROXY, List.of("203.0.113.251"), List.of(values)));
  }

  @Test
  void whoIsNoTrustedProxyIsHimselfWhateverHeWrites() {
    assertThat(forwardedFor("198.51.100.5", "127.0.0.1")).isEqualTo("198.51.100.5");
    assertThat(forwardedFor("11.0.0.7", PROXY)).isEqualTo("11.0.0.7");
    assertThat(
            new PeerAddresses(UsualLimits.NO_PROXIES)
                .of(new Trail("127.0.0.1", List.of("203.0.113.1"), List.of("for=203.0.113.1"))))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aTrustedProxyTellsWhomItSpeaksFor() {
    assertThat(forwardedFor(PROXY, "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(forwardedFor("::ffff:10.0.0.7", "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(forwardedFor("fd12::1", "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void whatAVisitorWroteBeforeTheProxyIsNotBelieved() {
    assertThat(forwardedFor(PROXY, "127.0.0.1, 203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(forwardedFor(PROXY, "127.0.0.1", "203.0.113.1")).isEqualTo("203.0.113.1");
    assertThat(forwardedFor(PROXY, "10.1.1.1, 203.0.113.1")).isEqualTo("203.0.113.1");
  }

  @Test
  void aChainOfTrustedProxiesIsFollowedToTheFirstStranger() {
    assertThat(forwardedFor(PROXY, "198.51.100.1, 203.0.113.1, 10.2.2.2, 192.0.2.9"))
        .isEqualTo("203.0.113.1");
    assertThat(forwardedFor(PROXY, "10.3.3.3, 10.2.2.2")).isEqualTo("10.3.3.3");
    assertThat(forwardedFor(PROXY)).isEqualTo(PROXY);
  }

  @Test
  void theHeaderThatTheProxyDoesNotWriteIsTheVisitorsAndDoesNotCount() {
    assertThat(forwardedFor(PROXY)).isEqualTo(PROXY);
    assertThat(forwarded()).isEqualTo(PROXY);
    assertThat(forwarded("for=203.0.113.1")).isEqualTo("203.0.113.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "203.0.113.1:4711|203.0.113.1",
        " 203.0.113.1 |203.0.113.1",
        "[2001:db8::1]:443|2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]|2001:db8:0:0:0:0:0:1",
        "2001:db8::1|2001:db8:0:0:0:0:0:1",
        "::ffff:203.0.113.1|203.0.113.1",
        "[::ffff:203.0.113.1]:80|203.0.113.1"
      })
  void addressesComeWithPortsBracketsAndInIpv6sClothes(String node, String address) {
    assertThat(forwardedFor(PROXY, node)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "203.0.113.1,",
        "unknown",
        "_hidden",
        "localhost",
        "example.org",
        "203.0.113.256",
        "203.0.113.1:port",
        "203.0.113",
        "[203.0.113.1",
        "2001:db8::1::2",
        "fe80::1%eth0",
        "127.0.0.1;127.0.0.1",
        "\"203.0.113.1\"",
        "\u0000"
      })
  void whomATrustedProxyNamesUnreadablyIsUnknownAndNeverTheProxyItself(String node) {
    assertThat(forwardedFor(PROXY, node)).isEqualTo(Trail.UNKNOWN);
  }

  @Test
  void rfc7239IsReadWithItsQuotesPairsAndLists() {
    assertThat(forwarded("For=\"[2001:db8:cafe::17]:4711\"")).isEqualTo("2001:db8:cafe:0:0:0:0:17");
    assertThat(forwarded("for=192.0.2.60;proto=http;by=203.0.113.43")).isEqualTo("192.0.2.60");
    assertThat(forwarded("for=192.0.2.43, for=198.51.100.17")).isEqualTo("198.51.100.17");
    assertThat(forwarded("by=\"a,b;for=1.2.3.4\"; for=198.51.100.17")).isEqualTo("198.51.100.17");
    assertThat(forwarded("for=\"198.51.100\\.17\"")).isEqualTo("198.51.100.17");
    assertThat(forwarded("for=198.51.100.17", "for=10.9.9.9")).isEqualTo("198.51.100.17");
  }

  @Test
  void aVisitorsOpenQuoteCannotSwallowWhatTheProxyAddsBehindIt() {
    assertThat(forwarded("for=127.0.0.1;x=\", for=203.0.113.1")).isEqualTo(Trail.UNKNOWN);
    assertThat(forwarded("for=127.0.0.1;x=\"\\, for=\"[2001:db8::1]\"")).isEqualTo(Trail.UNKNOWN);
    assertThat(forwarded("for=127.0.0.1;x=\"\", for=203.0.113.1")).isEqualTo("203.0.113.1");
  }

  @Test
  void elementsWithoutOrWithTwoSourcesAreUnknown() {
    for (String element : List.of("proto=https", "for", "for=", "for=1.2.3.4;for=5.6.7.8", ";;")) {
      assertThat(forwarded(element)).isEqualTo(Trail.UNKNOWN);
    }
  }

  @Test
  void nonsenseNeverThrowsAndNeverBecomesThisMachine() {
    Random random = new Random(20261121);
    String alphabet = "0123456789abf:.,;=\"\\[]% for\t_";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(forwarded(text + ", for=203.0.113.1")).isIn("203.0.113.1", Trail.UNKNOWN);
      assertThat(forwardedFor(PROXY, text + ", 203.0.113.1")).isEqualTo("203.0.113.1");
    }
  }

  @Test
  void networksAreLiteralsWithAnOptionalPrefix() {
    for (String good : List.of("10.0.0.7", "10.0.0.0/8", "0.0.0.0/0", "::1", "fd00::/8", "::/0")) {
      assertThat(Network.parse(good)).as(good).isPresent();
    }
    for (String bad :
        List.of(
            "",
            "/8",
            "10.0.0.0/33",
            "fd00::/129",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "localhost",
            "proxy.example.org/8",
            "10.0.0/8",
            "[::1]",
            "fe80::1%eth0",
            "10.0.0.0/8 ")) {
      assertThat(Network.parse(bad)).as(bad).isEmpty();
    }
    assertThat(behind(Header.FORWARDED, "10.0.0.0/9").isTrusted("10.127.255.255")).isTrue();
    assertThat(behind(Header.FORWARDED, "10.0.0.0/9").isTrusted("10.128.0.0")).isFalse();
    assertThat(behind(Header.FORWARDED, "10.0.0.7").isTrusted("10.0.0.8")).isFalse();
    assertThat(behind(Header.FORWARDED, "::1").isTrusted("127.0.0.1")).isFalse();
  }
}
