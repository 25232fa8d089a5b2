package org.havatar.bridge;

import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.SerialFraming;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to the board: one slot for each lane, so that a stalled line never holds
 * more than the newest of each. The event loop fills, the writer's thread empties.
 */
final class SerialLanes implements SerialLine {
  private final LongSupplier clock;
  private final Drops drops;

  private boolean open;

  /** After opening, nothing moves the motors before a stop went out. */
  private boolean stopWentOut;

  private @Nullable Stop stop;
  private @Nullable Setpoint setpoint;
  private @Nullable Ping ping;

  SerialLanes(LongSupplier clock, Drops drops) {
    this.clock = clock;
    this.drops = drops;
  }

  /** The port is open; what waited for an earlier opening went with its closing. */
  synchronized void onOpened() {
    open = true;
    stopWentOut = false;
  }

  synchronized void onClosed() {
    clear();
    open = false;
  }

  @Override
  public synchronized void stop(Stop newest) {
    if (!open) {
      return;
    }
    stop = newest;
    if (setpoint != null) {
      setpoint = null;
      drops.count(Reason.SUPERSEDED);
    }
    notifyAll();
  }

  @Override
  public synchronized void setpoint(Setpoint newest) {
    if (!open) {
      drops.count(Reason.BOARD_SILENT);
      return;
    }
    if (setpoint != null) {
      drops.count(Reason.SUPERSEDED);
    }
    setpoint = newest;
    notifyAll();
  }

  @Override
  public synchronized void ping(Ping newest) {
    if (open) {
      ping = newest;
      notifyAll();
    }
  }

  /** The frame to write now, or null. What has become too old is dropped here. */
  synchronized byte @Nullable [] take() {
    Stop stopNow = stop;
    if (stopNow != null) {
      stop = null;
      stopWentOut = true;
      return SerialFraming.encode(stopNow);
    }
    byte[] frame = takeSetpoint();
    if (frame != null) {
      return frame;
    }
    Ping pingNow = ping;
    ping = null;
    return pingNow == null ? null : SerialFraming.encode(pingNow);
  }

  /** Like {@link #take}, waiting up to {@code timeoutMs} for something to be offered. */
  synchronized byte @Nullable [] await(long timeoutMs) throws InterruptedException {
    long deadlineMs = clock.getAsLong() + timeoutMs;
    byte[] frame = take();
    while (frame == null) {
      long leftMs = deadlineMs - clock.getAsLong();
      if (leftMs <= 0) {
        return null;
      }
      wait(leftMs);
      frame = take();
    }
    return frame;
  }

  private byte @Nullable [] takeSetpoint() {
    Setpoint setpointNow = setpoint;
    if (setpointNow == null) {
      return null;
    }
    setpoint = null;
    if (!stopWentOut) {
      drops.count(Reason.LATCHED_STOP);
      return null;
    }
    return switch (setpointNow.at(clock.getAsLong())) {
      case Setpoint.Outcome.Write write -> SerialFraming.encode(write.drive());
      case Setpoint.Outcome.Drop drop -> {
        drops.count(drop.reason());
        yield null;
      }
    };
  }

  private void clear() {
    stop = null;
    if (setpoint != null) {
      setpoint = null;
      drops.count(Reason.BOARD_SILENT);
    }
    ping = null;
  }
}
