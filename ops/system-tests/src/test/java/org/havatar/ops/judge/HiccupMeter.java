package org.havatar.ops.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when this machine did not run a waiting thread in time. A measurement of milliseconds that
 * overlaps with such a moment says nothing about the product.
 */
public final class HiccupMeter implements AutoCloseable {
  static final long LIMIT_NS = 20_000_000;
  private static final long STEP_NS = 1_000_000;

  private record Hiccup(long fromNs, long toNs) {}

  private final List<Hiccup> hiccups = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  private HiccupMeter() {
    thread = Thread.ofPlatform().daemon().name("hiccup-meter").unstarted(this::measure);
  }

  public static HiccupMeter start() {
    HiccupMeter meter = new HiccupMeter();
    meter.thread.start();
    return meter;
  }

  /** True when one overlaps with that span of System.nanoTime. */
  public synchronized boolean sawOneBetween(long fromNs, long toNs) {
    return hiccups.stream().anyMatch(h -> h.fromNs - toNs < 0 && h.toNs - fromNs > 0);
  }

  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
  }

  private void measure() {
    long beforeNs = System.nanoTime();
    while (!ended) {
      LockSupport.parkNanos(STEP_NS);
      long nowNs = System.nanoTime();
      if (nowNs - beforeNs > STEP_NS + LIMIT_NS) {
        note(new Hiccup(beforeNs, nowNs));
      }
      beforeNs = nowNs;
    }
  }

  private synchronized void note(Hiccup hiccup) {
    hiccups.add(hiccup);
  }
}
