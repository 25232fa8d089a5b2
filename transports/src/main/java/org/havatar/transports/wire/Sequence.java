package org.havatar.transports.wire;

/** A command's 32-bit number within its term, in serial arithmetic (RFC 1982). */
public record Sequence(int value) {
  public static final Sequence ZERO = new Sequence(0);

  public Sequence next() {
    return new Sequence(value + 1);
  }

  /** True when {@code 0 < this − other < 2^31} modulo 2^32. */
  public boolean isNewerThan(Sequence other) {
    return value - other.value > 0;
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }
}
