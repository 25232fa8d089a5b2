package org.havatar.ops.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that the tests started. Only these are ever signalled, by their own id; whatever still
 * lives when the tests' JVM ends is killed by its shutdown hook.
 */
public final class Program implements AutoCloseable {
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();
  private static final Signaller SIGNALLER = Signaller.start();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Program::killNow)));
  }

  private final String name;
  private final Process process;
  private final Path log;

  private Program(String name, Process process, Path folder) {
    this.name = name;
    this.process = process;
    this.log = logIn(folder, name);
  }

  /** Starts it in that folder, with both outputs appended to {@code name.log} there. */
  public static Program start(String name, List<String> command, Path folder) {
    Path log = logIn(folder, name);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      STARTED.add(process);
      return new Program(name, process, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Runs a command to its end with {@code input} on its standard input; returns its output. */
  public static String run(List<String> command, String input, Path folder) {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output + errors);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** SIGKILL, at once. */
  public void kill() {
    killNow(process);
  }

  /** SIGSTOP. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** SIGHUP. */
  public void hangUp() {
    signal("HUP");
  }

  /** SIGTERM; true when it ended within the time. */
  public boolean terminate(Duration within) {
    startTerminating();
    return awaitEnd(within);
  }

  /** SIGTERM; returns at once. */
  public void startTerminating() {
    process.destroy();
  }

  /** True when it ended within the time. */
  public boolean awaitEnd(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes a line to its standard input. */
  public void tell(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " takes no input", e);
    }
  }

  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static Path logIn(Path folder, String name) {
    return folder.resolve(name + ".log");
  }

  private static void killNow(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    STARTED.remove(process);
  }

  private void signal(String signal) {
    SIGNALLER.send(signal, process.pid());
  }
}
