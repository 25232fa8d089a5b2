package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.LatchKind;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.junit.jupiter.api.Test;

class StopOrdersTest implements RegisterListener {
  private static final Stop ANONYMOUS = new Stop(Stop.Cause.PERSON, 0, 0, 9, Numbered.NONE);

  private final Register register = new Register(RegisterOptions.DEFAULT, this, 5, 1000);
  private final StopOrders orders = new StopOrders(0x57A27L);

  @Override
  public void onLease(Lease lease) {}

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {}

  @Override
  public void onStopConfirmed(Stopped stopped) {}

  private static Stopped confirmed(long stopId) {
    return new Stopped(true, LatchKind.STOP, stopId, Numbered.NONE, new Stamp(0), 0);
  }

  @Test
  void eachStopWithoutAnIdIsANewOneInEveryStart() {
    Set<Long> ids = new LinkedHashSet<>();
    for (long startId : new long[] {0x57A27L, 0x57A30L, -77}) {
      Register fresh = new Register(RegisterOptions.DEFAULT, this, 5, 1000);
      StopOrders start = new StopOrders(startId);
      Numbered before = fresh.latch();
      for (int i = 0; i < 3; i++) {
        assertThat(start.press(ANONYMOUS, fresh, 1000 + i)).isNull();
        assertThat(fresh.latch()).isNotEqualTo(before);
        before = fresh.latch();
      }
      ids.add(fresh.standing().stopId());
    }
    assertThat(ids).hasSize(3).doesNotContain(0L);
  }

  @Test
  void onlyTheConfirmationOfTheLastStopEndsTheProcess() {
    assertThat(orders.isEnding()).isFalse();
    orders.onConfirmed(confirmed(0));
    assertThat(orders.isOver()).isFalse();
    orders.pressLast(7, register, 1000);
    assertThat(orders.isEnding()).isTrue();
    orders.onConfirmed(confirmed(8));
    assertThat(orders.isOver()).isFalse();
    orders.onConfirmed(confirmed(7));
    assertThat(orders.isOver()).isTrue();
    orders.onConfirmed(confirmed(8));
    assertThat(orders.isOver()).isTrue();
  }
}
