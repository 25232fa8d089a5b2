package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.Propose.Action;
import org.havatar.transports.wire.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever takes the robot as the own booking begins is asked for again while it is let go. */
class BookedTakeRetryTest {
  private static final long NOW_MS = 100;

  private final BookedTakeRetry way = new BookedTakeRetry();

  private static Refused refused(String request, String code) {
    return new Refused(request, code, "No.", null, null);
  }

  private boolean takesUpHeld(long nowMs) {
    return way.takesUp(refused("take_lease", Codes.HELD), nowMs);
  }

  private void take() {
    way.onAsked(Action.TAKE, true, NOW_MS);
  }

  @ParameterizedTest
  @CsvSource({
    "take_lease, held",
    "take_over, held",
    "take_over, higher_rank_needed",
    "take_lease, term_changed"
  })
  void aDriverInTheWayIsNoRefusalYetAndIsAskedAgainOnceAfterAMoment(String request, String code) {
    take();
    assertThat(way.isDue(NOW_MS)).isFalse();
    assertThat(way.isDue(NOW_MS)).as("nothing was refused").isFalse();
    assertThat(way.takesUp(refused(request, code), NOW_MS + 5)).isTrue();
    assertThat(way.isDue(NOW_MS + 5 + BookedTakeRetry.EVERY_MS - 1)).isFalse();
    assertThat(way.isDue(NOW_MS + 5 + BookedTakeRetry.EVERY_MS)).isTrue();
    assertThat(way.isDue(NOW_MS + 5 + BookedTakeRetry.EVERY_MS)).as("asked for again").isFalse();
  }

  @Test
  void whenTheDriverMustHaveGoneByThenTheRefusalCounts() {
    take();
    assertThat(takesUpHeld(NOW_MS + BookedTakeRetry.FOR_MS - 1)).isTrue();
    assertThat(takesUpHeld(NOW_MS + BookedTakeRetry.FOR_MS)).isFalse();
    assertThat(takesUpHeld(NOW_MS + 1)).as("it was told").isFalse();
  }

  @Test
  void whoHasNotBookedIsRefused() {
    way.onAsked(Action.TAKE, false, NOW_MS);
    assertThat(takesUpHeld(NOW_MS)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TAKE")
  void onlyTakingIsAskedForAgain(Action action) {
    way.onAsked(action, true, NOW_MS);
    assertThat(takesUpHeld(NOW_MS)).isFalse();
  }

  @Test
  void whoAskedForNothingIsRefused() {
    assertThat(way.takesUp(refused("release_lease", Codes.HELD), NOW_MS)).isFalse();
    assertThat(takesUpHeld(NOW_MS)).isFalse();
  }

  @Test
  void anythingElseThatIsRefusedIsToldAndChangesNothing() {
    take();
    assertThat(way.takesUp(refused("release_stop", Codes.TERM_CHANGED), NOW_MS)).isFalse();
    assertThat(takesUpHeld(NOW_MS)).isTrue();
  }

  @Test
  void anotherReasonForTheRefusalEndsTheAsking() {
    take();
    assertThat(takesUpHeld(NOW_MS)).isTrue();
    assertThat(way.takesUp(refused("take_lease", Codes.UNAVAILABLE), NOW_MS)).isFalse();
    assertThat(way.isDue(NOW_MS + BookedTakeRetry.EVERY_MS)).isFalse();
    assertThat(takesUpHeld(NOW_MS)).isFalse();
  }

  @Test
  void whoDrivesAsksNoMore() {
    take();
    assertThat(takesUpHeld(NOW_MS)).isTrue();
    way.done();
    assertThat(way.isDue(NOW_MS + BookedTakeRetry.EVERY_MS)).isFalse();
    assertThat(takesUpHeld(NOW_MS)).isFalse();
  }

  @Test
  void whoTakesAnewAwaitsTheNewAnswer() {
    take();
    assertThat(takesUpHeld(NOW_MS)).isTrue();
    way.onAsked(Action.TAKE, true, NOW_MS + 30);
    assertThat(way.isDue(NOW_MS + BookedTakeRetry.EVERY_MS)).isFalse();
  }
}
