package org.havatar.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokenBucketsTest {
  private static final long NOW_MS = 1_000_000;
  private static final Rate RATE = new Rate(10, 20);
  private final TokenBuckets buckets = new TokenBuckets();

  private long take(String name, long nowMs) {
    return buckets.take(name, RATE, 1, nowMs);
  }

  private int takeAll(String address, long nowMs) {
    int taken = 0;
    while (take(address, nowMs) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void theBurstIsTwentyAndThenOneEveryTenthOfASecond() {
    assertThat(takeAll("a", NOW_MS)).isEqualTo(20);
    assertThat(take("a", NOW_MS)).isEqualTo(100);
    assertThat(take("a", NOW_MS + 99)).isEqualTo(1);
    assertThat(take("a", NOW_MS + 100)).isZero();
    assertThat(take("a", NOW_MS + 100)).isPositive();
  }

  @Test
  void aQuietTimeFillsTheBurstAndNoMore() {
    takeAll("a", NOW_MS);
    assertThat(takeAll("a", NOW_MS + 1_000_000)).isEqualTo(20);
  }

  @Test
  void refusedRequestsCostNothing() {
    takeAll("a", NOW_MS);
    for (int i = 0; i < 1000; i++) {
      take("a", NOW_MS);
    }
    assertThat(take("a", NOW_MS + 100)).isZero();
  }

  @Test
  void namesBeyondTheBoundLetTheOneGoThatWasUsedLongestAgo() {
    takeAll("a", NOW_MS);
    takeAll("b", NOW_MS);
    for (int i = 0; i < TokenBuckets.MAX_NAMES - 2; i++) {
      take("other " + i, NOW_MS);
    }
    assertThat(take("a", NOW_MS)).isPositive();
    take("one more", NOW_MS);
    assertThat(take("a", NOW_MS)).isPositive();
    assertThat(takeAll("b", NOW_MS)).isEqualTo(20);
  }

  @Test
  void addressesAreCountedApart() {
    takeAll("a", NOW_MS);
    assertThat(takeAll("b", NOW_MS)).isEqualTo(20);
  }

  @Test
  void oneHouseholdsIpv6AddressesCountTogetherAndIpv4AddressesApart() {
    assertThat(AddressGroups.of("2001:db8:1:2::1"))
        .isEqualTo(AddressGroups.of("2001:db8:1:2:ffff::2"))
        .isNotEqualTo(AddressGroups.of("2001:db8:1:3::1"));
    assertThat(AddressGroups.of("::ffff:10.0.0.1")).isEqualTo(AddressGroups.of("10.0.0.1"));
    assertThat(AddressGroups.of("10.0.0.1")).isNotEqualTo(AddressGroups.of("10.0.0.2"));
    assertThat(AddressGroups.of("fe80::1%eth0")).isEqualTo(AddressGroups.of("fe80::2"));
    assertThat(AddressGroups.of(null)).isEqualTo("unknown");
  }

  @Test
  void thisMachinesAddressesAreKnown() {
    assertThat(AddressGroups.isLoopback("127.0.0.1")).isTrue();
    assertThat(AddressGroups.isLoopback("127.9.9.9")).isTrue();
    assertThat(AddressGroups.isLoopback("::1")).isTrue();
    assertThat(AddressGroups.isLoopback("10.0.0.1")).isFalse();
    assertThat(AddressGroups.isLoopback("::2")).isFalse();
    assertThat(AddressGroups.isLoopback(null)).isFalse();
  }
}
