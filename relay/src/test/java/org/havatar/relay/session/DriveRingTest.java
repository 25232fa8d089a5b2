package org.havatar.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Events that wait to be written: the newest, in order; what had to go is counted. */
class DriveRingTest {
  private final DriveRing ring = new DriveRing(3);

  private DriveLog.Event add(int number) {
    DriveLog.Event event =
        new DriveLog.Event(number, SimulatedNode.ROBOT, "~1", "ann", DriveJournal.TAKEN, "taken");
    ring.add(event);
    return event;
  }

  @Test
  void whatFitsIsKeptInOrderAndNothingIsLost() {
    DriveLog.Event first = add(1);
    DriveLog.Event second = add(2);
    DriveLog.Event third = add(3);
    assertThat(ring.take(2)).containsExactly(first, second);
    assertThat(ring.take(2)).containsExactly(third);
    assertThat(ring.take(2)).isEmpty();
    assertThat(ring.dropped()).isZero();
  }

  @Test
  void theOldestMakeRoomAndAreCountedWithWhatCouldNotBeWritten() {
    add(1);
    add(2);
    DriveLog.Event third = add(3);
    DriveLog.Event fourth = add(4);
    DriveLog.Event fifth = add(5);
    assertThat(ring.dropped()).isEqualTo(2);
    ring.lost(4);
    assertThat(ring.dropped()).isEqualTo(6);
    assertThat(ring.take(Integer.MAX_VALUE)).containsExactly(third, fourth, fifth);
  }
}
