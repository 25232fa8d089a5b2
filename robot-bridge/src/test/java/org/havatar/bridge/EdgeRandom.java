package org.havatar.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws always the least number or always the greatest, and keeps what it was asked. */
final class EdgeRandom implements RandomGenerator {
  /** Of which it was asked for a lesser number. */
  final List<Integer> bounds = Collections.synchronizedList(new ArrayList<>());

  private final boolean greatest;

  EdgeRandom(boolean greatest) {
    this.greatest = greatest;
  }

  @Override
  public int nextInt(int bound) {
    bounds.add(bound);
    return greatest ? bound - 1 : 0;
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only numbers below a bound");
  }
}
