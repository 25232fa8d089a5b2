package org.havatar.bridge;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boot number in force, and how a higher one is taken when somebody has seen it: one attempt at
 * a time, and not again at once after one that failed. On the event loop.
 */
final class BootNumbering {
  /** A disk that failed may work again; the board reports its number 50 times a second. */
  static final int ADOPT_AGAIN_MS = 5000;

  private static final Logger LOG = LoggerFactory.getLogger(BootNumbering.class);

  private final String robotId;
  private final BootAdopter adopter;
  private final LongSupplier clock;
  private final LongConsumer listener;
  private long current;

  /** Before this nobody else's higher number is taken. */
  private long againAtMs;

  /**
   * @param boots this start's number, already persisted
   * @param listener hears each number that was taken
   */
  BootNumbering(String robotId, Boots boots, LongSupplier clock, LongConsumer listener) {
    this.robotId = robotId;
    this.adopter = boots.adopter;
    this.clock = clock;
    this.listener = listener;
    this.current = boots.number;
    this.againAtMs = clock.getAsLong();
  }

  /**
   * @param number of this start, persisted
   * @param adopter takes a higher one
   */
  record Boots(long number, BootAdopter adopter) {}

  long current() {
    return current;
  }

  /** {@code who} has seen {@code highest}, which is not below ours. */
  void adopt(long highest, String who) {
    long nowMs = clock.getAsLong();
    if (nowMs - againAtMs < 0) {
      return;
    }
    againAtMs = nowMs + ADOPT_AGAIN_MS;
    LOG.atWarn()
        .addKeyValue("robot", robotId)
        .log("{} has seen boot {}, ours is {}", who, highest, current);
    adopter.adopt(highest, this::onAdopted, this::onNotAdopted);
  }

  private void onAdopted(long number) {
    againAtMs = clock.getAsLong();
    current = number;
    LOG.atInfo().addKeyValue("robot", robotId).addKeyValue("boot", number).log("a new boot number");
    listener.accept(number);
  }

  private void onNotAdopted(String why) {
    LOG.atError().addKeyValue("robot", robotId).log("can't take a higher boot number: {}", why);
  }
}
