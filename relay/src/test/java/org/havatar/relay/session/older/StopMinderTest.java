package org.havatar.relay.session.older;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.session.port.StandingStops;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

/** What the store keeps of an older robot's stop (PROTOCOL.md §8, §11). */
class StopMinderTest {
  private static final long HOLDER = 0xa1;

  private final List<Consumer<Optional<StandingStop>>> asked = new ArrayList<>();
  private final List<StandingStop> saves = new ArrayList<>();
  private final List<Runnable> saved = new ArrayList<>();
  private final List<Consumer<String>> failed = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private long nowMs = 50_000;
  private int settled;
  private boolean isClosed;
  private final Register register =
      new Register(
          RegisterOptions.DEFAULT, new Announcements(), 1, StandingStop.UNREADABLE, 50_000);
  private final StopMinder minder = new StopMinder("tank-1", new Store(), new Robot());

  private final class Announcements implements RegisterListener {
    @Override
    public void onLease(Lease lease) {}

    @Override
    public void onLatched(Stop.Cause cause, Numbered latch) {}

    @Override
    public void onStanding(StandingStop standing) {
      minder.onStanding(standing, nowMs);
    }

    @Override
    public void onStopConfirmed(Stopped stopped) {}
  }

  private final class Store implements StandingStops {
    @Override
    public void find(String robotId, Consumer<Optional<StandingStop>> answer) {
      asked.add(answer);
    }

    @Override
    public StopRecord of(String robotId) {
      return (stop, whenSaved, whenFailed) -> {
        saves.add(stop);
        saved.add(whenSaved);
        failed.add(whenFailed);
      };
    }
  }

  private final class Robot implements StopMinder.Host {
    @Override
    public Register register() {
      return register;
    }

    @Override
    public long registerMs() {
      return nowMs;
    }

    @Override
    public long nowMs() {
      return nowMs;
    }

    @Override
    public void onStopSettled() {
      settled++;
    }

    @Override
    public void refuse(Refused refusal) {
      refused.add(refusal);
    }

    @Override
    public boolean isClosed() {
      return isClosed;
    }
  }

  private void press(long stopId) {
    register.stop(new Stop(Stop.Cause.PERSON, 0, stopId, 5, Numbered.NONE), nowMs);
  }

  private void take() {
    Propose take =
        new Propose(
            1,
            Propose.Action.TAKE,
            register.term(),
            HOLDER,
            "Ann",
            0,
            20_000,
            new Stamp((int) nowMs));
    assertThat(register.propose(take, nowMs)).isNull();
  }

  private void release() {
    Stamp echo = new Stamp((int) nowMs);
    minder.release(new ReleaseStop(register.term(), register.latch(), echo, 800, HOLDER, 0), nowMs);
  }

  private boolean isPressed() {
    return register.standing().pressed();
  }

  /** The store has told that nothing stood, and somebody drives. */
  private void know() {
    minder.begin(nowMs);
    asked.get(0).accept(Optional.of(StandingStop.NONE));
    take();
  }

  @Test
  void theStoreIsAskedOnceWhenTheConnectionIsTheRobot() {
    minder.onTick(nowMs);
    assertThat(asked).isEmpty();
    minder.begin(nowMs);
    assertThat(asked).hasSize(1);
    minder.onTick(nowMs + 5000);
    assertThat(asked).as("it is on its way").hasSize(1);
    asked.get(0).accept(Optional.of(StandingStop.NONE));
    assertThat(settled).isEqualTo(1);
    assertThat(isPressed()).isFalse();
    minder.onTick(nowMs + 60_000);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aStoreThatCanNotTellIsAskedAgainASecondLater() {
    minder.begin(nowMs);
    nowMs += 300;
    asked.get(0).accept(Optional.empty());
    assertThat(settled).isZero();
    assertThat(isPressed()).isTrue();
    minder.onTick(nowMs + 999);
    assertThat(asked).hasSize(1);
    minder.onTick(nowMs + 1000);
    assertThat(asked).hasSize(2);
  }

  @Test
  void untilTheStoreHasToldNothingIsReleasedAndItIsSaidWhy() {
    minder.begin(nowMs);
    take();
    release();
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0))
        .isEqualTo(
            new Refused(
                "release_stop",
                "unavailable",
                "The relay can't read yet who stopped the robot. Press release again.",
                null,
                HOLDER));
    assertThat(isPressed()).isTrue();
  }

  @Test
  void aReleaseTakesEffectWhenItIsSaved() {
    know();
    press(42);
    assertThat(saves).hasSize(1);
    saved.get(0).run();
    settled = 0;
    release();
    assertThat(saves).hasSize(2);
    assertThat(saves.get(1)).isEqualTo(StandingStop.NONE);
    assertThat(isPressed()).isTrue();
    release();
    assertThat(saves).as("once").hasSize(2);
    saved.get(1).run();
    assertThat(isPressed()).isFalse();
    assertThat(settled).isEqualTo(1);
    assertThat(refused).isEmpty();
  }

  @Test
  void aReleaseThatTheRegisterRefusesIsNeitherSavedNorDone() {
    know();
    press(42);
    saved.get(0).run();
    minder.release(
        new ReleaseStop(register.term(), Numbered.NONE, new Stamp((int) nowMs), 800, HOLDER, 0),
        nowMs);
    assertThat(refused).hasSize(1);
    assertThat(saves).hasSize(1);
  }

  @Test
  void aReleaseThatCanNotBeSavedIsRefused() {
    know();
    press(42);
    saved.get(0).run();
    release();
    failed.get(1).accept("no space left on device");
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).message()).contains("no space left on device");
    assertThat(isPressed()).isTrue();
  }

  @Test
  void aStopThatIsPressedWhileItsReleaseIsBeingSavedSupersedesIt() {
    know();
    press(42);
    saved.get(0).run();
    release();
    press(43);
    saved.get(1).run();
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).holder()).isEqualTo(HOLDER);
    assertThat(isPressed()).isTrue();
  }

  @Test
  void aSaveThatFailedIsTriedAgainASecondLater() {
    know();
    press(42);
    failed.get(0).accept("no space left on device");
    minder.onTick(nowMs + 999);
    assertThat(saves).hasSize(1);
    minder.onTick(nowMs + 1000);
    assertThat(saves).hasSize(2);
  }

  @Test
  void aPressThatTheStoreHasNotSeenIsSavedWhenTheConnectionEndsWhileItIsAsked() {
    minder.begin(nowMs);
    press(42);
    isClosed = true;
    minder.close();
    assertThat(saves).isEmpty();
    asked.get(0).accept(Optional.empty());
    assertThat(saves).hasSize(1);
    assertThat(saves.get(0).stopId()).isEqualTo(42);
  }

  @Test
  void aPressThatTheStoreHasNotSeenIsSavedWhenTheConnectionEndsBetweenTwoQuestions() {
    minder.begin(nowMs);
    asked.get(0).accept(Optional.empty());
    press(42);
    isClosed = true;
    minder.close();
    assertThat(saves).hasSize(1);
    minder.close();
    minder.onTick(nowMs + 5000);
    assertThat(saves).as("once").hasSize(1);
    assertThat(asked).as("nobody wants to know any more").hasSize(1);
  }

  @Test
  void whatNobodyPressedIsNotSavedWhenTheConnectionEnds() {
    minder.begin(nowMs);
    asked.get(0).accept(Optional.empty());
    isClosed = true;
    minder.close();
    assertThat(saves).isEmpty();
  }

  @Test
  void aConnectionThatNeverWasTheRobotSavesNothing() {
    press(42);
    minder.close();
    assertThat(saves).isEmpty();
  }

  @Test
  void aConnectionWhoseStoreHasToldHasNothingUnseen() {
    know();
    isClosed = true;
    minder.close();
    assertThat(saves).isEmpty();
    assertThat(register.standing().kind()).isNotEqualTo(LatchKind.ADMINISTRATOR);
  }

  @Test
  void theStoreIsAskedAtOnceWhateverTheClockShows() {
    minder.begin(-5);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoPressesReleaseAgainDoesNotMakeItsTimeLonger() {
    know();
    press(42);
    saved.get(0).run();
    release();
    nowMs += 4000;
    release();
    minder.onTick(nowMs + 1000);
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).message()).contains("takes too long");
  }
}
