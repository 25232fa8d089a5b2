package org.havatar.ops.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Sends signals that Java can't, through a shell that is already running: starting a process for
 * each would put tens of milliseconds between the moment that is noted and the fault.
 */
final class Signaller {
  private static final String LOOP =
      "while read -r signal pid; do kill -\"$signal\" \"$pid\" && echo sent || echo failed; done";

  private final OutputStream orders;
  private final BufferedReader answers;

  private Signaller(Process shell) {
    orders = shell.getOutputStream();
    answers =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The shell ends with its standard input, so with this JVM. */
  public static Signaller start() {
    try {
      return new Signaller(new ProcessBuilder("sh", "-c", LOOP).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the signal was sent. */
  public synchronized void send(String signal, long pid) {
    try {
      orders.write((signal + " " + pid + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
      if (!"sent".equals(answers.readLine())) {
        throw new IllegalStateException("SIG" + signal + " to " + pid + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
