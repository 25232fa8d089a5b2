package org.havatar.relay.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.havatar.relay.FreePort;

/** A redis-server of a test's own, on a port that was free, with a directory of its own. */
public final class RedisServer implements AutoCloseable {
  private static final int START_S = 20;

  /** More than a relay waits: a machine that runs tests is busy. */
  static final int TIMEOUT_MS = 500;

  private static final int PATIENCE_MS = 20_000;

  private final Path directory;
  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(Path directory, int port, List<String> options) throws IOException {
    this.directory = directory;
    this.port = port;
    this.options = options;
    process = run();
  }

  /** As a relay wants it: every answer is on disk. */
  public static RedisServer start(Path directory) throws IOException {
    return start(directory, "--appendonly", "yes", "--appendfsync", "always");
  }

  /**
   * Starts it.
   *
   * @param options as on its command line
   */
  public static RedisServer start(Path directory, String... options) throws IOException {
    Files.createDirectories(directory);
    return new RedisServer(directory, FreePort.find(), List.of(options));
  }

  private Process run() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                ""));
    command.addAll(options);
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    Awaitility.await("redis-server on port " + port)
        .atMost(START_S, TimeUnit.SECONDS)
        .until(() -> answers() || !started.isAlive());
    if (!started.isAlive()) {
      throw new IOException(
          "redis-server (Debian: redis-server) ended: "
              + Files.readString(directory.resolve("log")));
    }
    return started;
  }

  /** An error, such as that a password is wanted, is an answer too; LOADING isn't. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      socket.setSoTimeout(500);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      return answer.equals("+PONG") || answer.equals("-NOAU");
    } catch (IOException e) {
      return false;
    }
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  RedisTarget target() {
    return new RedisTarget(url(), null, TIMEOUT_MS);
  }

  /** For tests of something else than its silence: it may be slow on a busy machine. */
  RedisTarget patientTarget() {
    return new RedisTarget(url(), null, PATIENCE_MS);
  }

  /** What {@code redis-cli} would be told. */
  String command(String... words) throws IOException {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      text.append(word).append("\r\n");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2000);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " ended with " + code);
    }
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** On the same port and directory, after a {@link #kill}. */
  public void restart() throws IOException {
    process = run();
  }

  /** The same, and what it held is lost. */
  void restartEmpty() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Files.delete(each);
      }
    }
    process = run();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
