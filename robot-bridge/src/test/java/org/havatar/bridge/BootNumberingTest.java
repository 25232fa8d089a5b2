package org.havatar.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootNumberingTest {
  private long nowMs = 1000;
  private boolean diskFails;
  private final List<Long> asked = new ArrayList<>();
  private final List<Long> taken = new ArrayList<>();
  private BootNumbering boots = starting();

  private BootNumbering starting() {
    BootAdopter adopter =
        (highest, adopted, failed) -> {
          asked.add(highest);
          if (diskFails) {
            failed.accept("read-only");
          } else {
            adopted.accept(highest + 1);
          }
        };
    return new BootNumbering(
        "tank-1", new BootNumbering.Boots(5, adopter), () -> nowMs, taken::add);
  }

  @Test
  void aHigherNumberIsTakenAtOnceAndToldWhateverTheClockReads() {
    for (long startMs : new long[] {-20_000, 0, 20_000}) {
      asked.clear();
      taken.clear();
      nowMs = startMs;
      boots = starting();
      boots.adopt(11, "the node");
      assertThat(asked).containsExactly(11L);
      assertThat(taken).containsExactly(12L);
      assertThat(boots.current()).isEqualTo(12);
    }
  }

  @Test
  void afterOneThatWasTakenTheNextIsTakenAtOnce() {
    boots.adopt(11, "the node");
    boots.adopt(20, "the board");
    assertThat(taken).containsExactly(12L, 21L);
  }

  @Test
  void afterAFailureTheDiskIsLeftInPeaceForFiveSeconds() {
    diskFails = true;
    boots.adopt(11, "the board");
    nowMs += BootNumbering.ADOPT_AGAIN_MS - 1;
    boots.adopt(11, "the board");
    assertThat(asked).hasSize(1);
    assertThat(boots.current()).isEqualTo(5);
    nowMs += 1;
    diskFails = false;
    boots.adopt(11, "the board");
    assertThat(taken).containsExactly(12L);
  }

  @Test
  void itIsToldWhichRobotItIs() {
    try (LogCapture log = new LogCapture(BootNumbering.class, Level.INFO)) {
      diskFails = true;
      boots.adopt(11, "the board");
      assertThat(log.messages())
          .containsExactly(
              "the board has seen boot 11, ours is 5",
              "can't take a higher boot number: read-only");
      assertThat(log.values("robot")).containsExactly("tank-1", "tank-1");
    }
  }
}
