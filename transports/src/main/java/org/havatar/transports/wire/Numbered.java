package org.havatar.transports.wire;

/**
 * A term, latch number or route epoch: the robot's boot number and a counter within that boot, both
 * unsigned 32 bits, compared lexicographically. {@link #NONE} is (0, 0).
 */
public record Numbered(long boot, long counter) implements Comparable<Numbered> {
  public static final Numbered NONE = new Numbered(0, 0);
  private static final long MAX = 0xFFFF_FFFFL;

  public Numbered {
    if (boot < 0 || boot > MAX || counter < 0 || counter > MAX) {
      throw new IllegalArgumentException("not two u32: " + boot + "." + counter);
    }
  }

  /** The next number of the same boot. */
  public Numbered next() {
    return new Numbered(boot, counter + 1);
  }

  @Override
  public int compareTo(Numbered other) {
    int byBoot = Long.compare(boot, other.boot);
    return byBoot != 0 ? byBoot : Long.compare(counter, other.counter);
  }

  @Override
  public String toString() {
    return boot + "." + counter;
  }
}
