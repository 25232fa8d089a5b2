package org.havatar.launch;

import java.util.List;

/** Stands for a program; hidden from other packages as the real ones are. */
final class TestProgram {
  private TestProgram() {}

  public static void main(String[] arguments) {
    System.out.println("ran with " + List.of(arguments));
    throw new IllegalStateException("its own fault");
  }
}
