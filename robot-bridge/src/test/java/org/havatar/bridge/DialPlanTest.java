package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialPlanTest {
  private static final URI ONE = URI.create("wss://one.example/ws/robot/tank-1");
  private static final URI TWO = URI.create("wss://two.example/ws/robot/tank-1");
  private static final URI THREE = URI.create("wss://three.example/ws/robot/tank-1");

  private static DialPlan least(URI... addresses) {
    return new DialPlan(List.of(addresses), new EdgeRandom(false));
  }

  private static DialPlan longest(URI... addresses) {
    return new DialPlan(List.of(addresses), new EdgeRandom(true));
  }

  @Test
  void aSingleAddressAlwaysGetsTheWholeTime() {
    DialPlan plan = least(ONE);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.LIMIT_MS);
    plan.afterFailure(0);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.LIMIT_MS);
  }

  @Test
  void whileOthersWaitForTheirFirstTurnAnAddressGetsLess() {
    DialPlan plan = least(ONE, TWO);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.FIRST_ROUND_LIMIT_MS);
    plan.afterFailure(0);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.FIRST_ROUND_LIMIT_MS);
    plan.afterFailure(0);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.LIMIT_MS);
  }

  @Test
  void aNodeThatEchoesBeginsTheRoundsAnew() {
    DialPlan plan = least(ONE, TWO);
    plan.afterFailure(0);
    assertThat(plan.afterFailure(0)).isEqualTo(Backoff.FIRST_MS / 2);
    plan.onEcho();
    assertThat(plan.limitMs()).isEqualTo(DialPlan.FIRST_ROUND_LIMIT_MS);
    assertThat(plan.afterFailure(0)).isZero();
    assertThat(plan.afterFailure(0)).isEqualTo(Backoff.FIRST_MS / 2);
  }

  @Test
  void otherAddressesAreDialledFromTheirFirstOnAndNoneHasFailedYet() {
    DialPlan plan = least(ONE, TWO);
    plan.afterFailure(0);
    plan.afterFailure(0);
    plan.afterFailure(0);
    plan.follow(List.of(THREE, ONE));
    assertThat(plan.address()).isEqualTo(THREE);
    assertThat(plan.limitMs()).isEqualTo(DialPlan.FIRST_ROUND_LIMIT_MS);
    assertThat(plan.afterFailure(0)).isZero();
    assertThat(plan.address()).isEqualTo(ONE);
  }

  @Test
  void aNodeThatAsksForTimeGetsItOnceToTwice() {
    assertThat(least(ONE).afterGoodbye(2000)).isEqualTo(2000);
    assertThat(longest(ONE).afterGoodbye(2000)).isEqualTo(4000);
    assertThat(least(ONE).afterLoss(2000)).isEqualTo(2000);
    assertThat(longest(ONE).afterFailure(2000)).isEqualTo(4000);
  }

  @Test
  void aNodeThatAsksForNothingIsSparedByTheBackoff() {
    assertThat(least(ONE).afterGoodbye(0)).isEqualTo(Backoff.FIRST_MS / 2);
    assertThat(longest(ONE).afterLoss(0)).isEqualTo(Backoff.FIRST_MS + Backoff.FIRST_MS / 2);
  }

  @Test
  void whatOneNodeAsksForSparesNoOther() {
    assertThat(longest(ONE, TWO).afterGoodbye(2000)).isZero();
    assertThat(longest(ONE, TWO).afterFailure(2000)).isZero();
    assertThat(longest(ONE, TWO).afterLoss(2000))
        .isEqualTo(Backoff.FIRST_MS + Backoff.FIRST_MS / 2);
  }
}
