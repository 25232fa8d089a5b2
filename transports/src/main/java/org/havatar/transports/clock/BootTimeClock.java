package org.havatar.transports.clock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Monotonic milliseconds that count suspend and a frozen process, starting anywhere: what an age is
 * judged by. A machine that is itself paused by another (a virtual one) sees nothing of that here.
 *
 * <p>{@code System.nanoTime} is fine-grained and counts a frozen process, but on Linux it stands
 * still while the machine sleeps. {@code /proc/uptime} counts sleep, in steps of 10 ms. So the
 * first tells the time and the second only how much sleep has to be added. It is read at every call
 * (a few µs): after waking, the first message judged must already count the sleep. Any thread.
 */
public final class BootTimeClock implements LongSupplier {
  /** Two readings of {@code /proc/uptime} differ by up to 10 ms from the truth each. */
  static final long JITTER_MS = 20;

  private static final long UNKNOWN = -1;
  private static final long NANOS_PER_MS = 1_000_000;

  private final LongSupplier nanoTime;
  private final LongSupplier uptimeMs;
  private final long startMs;
  private final long startNanos;
  private final long startUptimeMs;
  private long sleptMs;

  /**
   * @param nanoTime monotonic nanoseconds
   * @param uptimeMs milliseconds including suspend; negative when it can't be told
   * @param startMs the first reading
   */
  BootTimeClock(LongSupplier nanoTime, LongSupplier uptimeMs, long startMs) {
    this.nanoTime = nanoTime;
    this.uptimeMs = uptimeMs;
    this.startMs = startMs;
    this.startUptimeMs = uptimeMs.getAsLong();
    this.startNanos = nanoTime.getAsLong();
  }

  /** The machine's clock. */
  public static BootTimeClock ofThisMachine(long startMs) {
    return new BootTimeClock(System::nanoTime, new Uptime(), startMs);
  }

  @Override
  public synchronized long getAsLong() {
    // In this order: a thread that is held up in between then sees less sleep, never more.
    long uptime = uptimeMs.getAsLong();
    long awakeMs = (nanoTime.getAsLong() - startNanos) / NANOS_PER_MS;
    if (uptime >= 0 && startUptimeMs >= 0) {
      long aheadMs = uptime - startUptimeMs - awakeMs;
      if (aheadMs - sleptMs > JITTER_MS) {
        sleptMs = aheadMs;
      }
    }
    return startMs + awakeMs + sleptMs;
  }

  /** Reads the first number of {@code /proc/uptime}: seconds with two decimals. */
  private static final class Uptime implements LongSupplier {
    private static final int MS_PER_CENTISECOND = 10;

    private final byte[] text = new byte[64];
    private final @Nullable RandomAccessFile file = open();

    /** Null where the machine has no such file. */
    private static @Nullable RandomAccessFile open() {
      try {
        return new RandomAccessFile("/proc/uptime", "r");
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public long getAsLong() {
      if (file == null) {
        return UNKNOWN;
      }
      try {
        file.seek(0);
        int length = file.read(text);
        return length < 0 ? UNKNOWN : parse(new String(text, 0, length, StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return UNKNOWN;
      }
    }

    private static long parse(String line) {
      int dot = line.indexOf('.');
      if (dot < 1 || line.length() < dot + 3) {
        return UNKNOWN;
      }
      try {
        String centiseconds = line.substring(0, dot) + line.substring(dot + 1, dot + 3);
        return Long.parseLong(centiseconds) * MS_PER_CENTISECOND;
      } catch (NumberFormatException e) {
        return UNKNOWN;
      }
    }
  }
}
