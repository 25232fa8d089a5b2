package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.relay.api.ApiOptions.Rate;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private static final long NOW_MS = 1_000_000;
  private final RequestLimiter limiter = new RequestLimiter(new Rate(10, 20));

  private int takeAll(String address, long nowMs) {
    int taken = 0;
    while (limiter.take(address, nowMs) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void theBurstIsTwentyAndThenOneEveryTenthOfASecond() {
    assertThat(takeAll("a", NOW_MS)).isEqualTo(20);
    assertThat(limiter.take("a", NOW_MS)).isEqualTo(100);
    assertThat(limiter.take("a", NOW_MS + 99)).isEqualTo(1);
    assertThat(limiter.take("a", NOW_MS + 100)).isZero();
    assertThat(limiter.take("a", NOW_MS + 100)).isPositive();
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
      limiter.take("a", NOW_MS);
    }
    assertThat(limiter.take("a", NOW_MS + 100)).isZero();
  }

  @Test
  void addressesAreCountedApart() {
    takeAll("a", NOW_MS);
    assertThat(takeAll("b", NOW_MS)).isEqualTo(20);
  }

  @Test
  void oneHouseholdsIpv6AddressesCountTogetherAndIpv4AddressesApart() {
    assertThat(Addresses.groupOf("2001:db8:1:2::1"))
        .isEqualTo(Addresses.groupOf("2001:db8:1:2:ffff::2"))
        .isNotEqualTo(Addresses.groupOf("2001:db8:1:3::1"));
    assertThat(Addresses.groupOf("10.0.0.1")).isNotEqualTo(Addresses.groupOf("10.0.0.2"));
    assertThat(Addresses.groupOf("fe80::1%eth0")).isEqualTo(Addresses.groupOf("fe80::2"));
    assertThat(Addresses.groupOf((String) null)).isEqualTo("unknown");
  }

  @Test
  void thisMachinesAddressesAreKnown() {
    assertThat(Addresses.isLoopback("127.0.0.1")).isTrue();
    assertThat(Addresses.isLoopback("127.9.9.9")).isTrue();
    assertThat(Addresses.isLoopback("::1")).isTrue();
    assertThat(Addresses.isLoopback("10.0.0.1")).isFalse();
    assertThat(Addresses.isLoopback("::2")).isFalse();
    assertThat(Addresses.isLoopback(null)).isFalse();
  }
}
