package org.havatar.ops.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A redis-server of a test's own, as a relay wants it. */
public final class SharedRedis implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(20);

  private final Path folder;
  private final int port = RelayHost.freePort();
  private Program server;

  private SharedRedis(Path folder) {
    this.folder = folder;
    server = run();
  }

  /** Returns when it answers; its data and log are in that folder. */
  public static SharedRedis start(Path folder) {
    return new SharedRedis(folder);
  }

  public int port() {
    return port;
  }

  private Program run() {
    Program started =
        Program.start(
            "redis",
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always"),
            folder);
    Wait.until("redis-server", STARTS_WITHIN, this::answers);
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGSTOP. */
  public void freeze() {
    server.freeze();
  }

  /** SIGCONT. */
  public void thaw() {
    server.thaw();
  }

  /** SIGKILL. */
  public void kill() {
    server.kill();
  }

  /** After a {@link #kill}; returns when it answers. */
  public void restart() {
    server = run();
  }

  @Override
  public void close() {
    server.close();
  }
}
