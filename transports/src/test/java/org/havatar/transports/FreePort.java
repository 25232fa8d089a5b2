package org.havatar.transports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * A port for what listens a moment later. Nothing that asks the system for any port, in this JVM or
 * in the one beside it, is given one of these meanwhile.
 */
public final class FreePort {
  /** Below what Linux gives to whoever asks for any, above what programs of a machine listen on. */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_767;
  private static final int TRIES = 100;

  /** Two JVMs draw different ones. */
  private static final SplittableRandom RANDOM =
      new SplittableRandom(ProcessHandle.current().pid());

  private FreePort() {}

  public static synchronized int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = RANDOM.nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
