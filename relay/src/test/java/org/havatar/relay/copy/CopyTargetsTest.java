package org.havatar.relay.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.SocketFactory;
import org.havatar.relay.FreePort;
import org.havatar.relay.LocalHttp;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditSeal;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.people.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file, a collector of syslog and a receiver of requests get. */
final class CopyTargetsTest {
  private static final int TIMEOUT_S = 30;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private final Path directory;

  CopyTargetsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Kept entry(int number) {
    return new Kept(
        "%016x".formatted(number),
        new AuditEntry(number, Actor.OPERATOR, "robot.add", "tank-" + number, ""),
        AuditSeal.NONE);
  }

  private static String line(Kept kept) {
    return "{\"object\":\"" + kept.entry().object() + " ș\"}";
  }

  @Test
  void aFileGrowsIsItsUsersOwnAndMayBeMovedAway() throws IOException {
    Path file = directory.resolve("deep/audit.jsonl");
    try (CopiedFile target = new CopiedFile(file, CopyTargetsTest::line)) {
      target.send(List.of(entry(1), entry(2)));
      target.send(List.of(entry(3)));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.move(file, directory.resolve("old"));
      target.send(List.of(entry(4)));
    }
    assertThat(Files.readAllLines(directory.resolve("old")))
        .containsExactly(line(entry(1)), line(entry(2)), line(entry(3)));
    assertThat(Files.readAllLines(file)).containsExactly(line(entry(4)));
  }

  @Test
  void aLineThatACrashCutOffIsWrittenAnew() throws IOException {
    Path file = directory.resolve("audit.jsonl");
    Files.writeString(file, line(entry(1)) + "\n" + line(entry(2)).substring(0, 9));
    try (CopiedFile target = new CopiedFile(file, CopyTargetsTest::line)) {
      target.send(List.of(entry(2)));
    }
    assertThat(Files.readAllLines(file)).containsExactly(line(entry(1)), line(entry(2)));
    Files.writeString(file, "no end of line at all");
    try (CopiedFile target = new CopiedFile(file, CopyTargetsTest::line)) {
      target.send(List.of(entry(2)));
    }
    assertThat(Files.readAllLines(file)).containsExactly(line(entry(2)));
  }

  @Test
  void afterAFailureTheFileIsOpenedAnew() throws IOException {
    Path file = directory.resolve("audit.jsonl");
    try (CopiedFile target = new CopiedFile(file, CopyTargetsTest::line)) {
      target.send(List.of(entry(1)));
      Thread.currentThread().interrupt(); // as whatever ends a write
      assertThatThrownBy(() -> target.send(List.of(entry(2)))).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Files.writeString(file, line(entry(1)) + "\n" + line(entry(2)).substring(0, 9));
      target.send(List.of(entry(2)));
    }
    assertThat(Files.readAllLines(file)).containsExactly(line(entry(1)), line(entry(2)));
  }

  private static String message(int number) {
    return "<109>1 1970-01-01T00:00:00.00%dZ host havatar-relay - robot.add - %s"
        .formatted(number, line(entry(number)));
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder length = new StringBuilder();
    for (int next = in.read(); next != ' '; next = in.read()) {
      length.append((char) next);
    }
    byte[] message = in.readNBytes(Integer.parseInt(length.toString()));
    return new String(message, StandardCharsets.UTF_8);
  }

  @Test
  void aCollectorOfSyslogGetsMessagesBehindTheirLengthAndIsDialledAgain() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        Syslog target =
            new Syslog(
                URI.create("tcp://127.0.0.1:" + server.getLocalPort()),
                SocketFactory.getDefault(),
                "host",
                CopyTargetsTest::line)) {
      server.setSoTimeout(TIMEOUT_S * 1000);
      target.send(List.of(entry(1), entry(2)));
      try (Socket collector = server.accept()) {
        collector.setSoTimeout(TIMEOUT_S * 1000);
        assertThat(read(collector.getInputStream())).isEqualTo(message(1));
        assertThat(read(collector.getInputStream())).isEqualTo(message(2));
        target.send(List.of(entry(3)));
        assertThat(read(collector.getInputStream())).isEqualTo(message(3));
      }
      target.send(List.of(entry(4)));
      try (Socket again = server.accept()) {
        again.setSoTimeout(TIMEOUT_S * 1000);
        assertThat(read(again.getInputStream())).isEqualTo(message(4));
      }
    }
  }

  @Test
  void aCollectorThatIsNotThereIsNamed() throws IOException {
    int port = FreePort.find();
    URI collector = URI.create("tcp://127.0.0.1:" + port);
    try (Syslog target =
        new Syslog(collector, SocketFactory.getDefault(), "host", CopyTargetsTest::line)) {
      assertThatThrownBy(() -> target.send(List.of(entry(1))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(collector.toString());
    }
  }

  /** What came: head lines and body, as one text; answered with the next status. */
  private static final class Receiver implements AutoCloseable {
    final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>(10);
    final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>(10);
    private final HttpServer server;

    Receiver() throws IOException {
      server = LocalHttp.create();
      server.createContext("/", this::answer);
      server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          List.of(
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestHeaders().getFirst("webhook-timestamp"),
              exchange.getRequestHeaders().getFirst("webhook-signature"),
              body));
      exchange.sendResponseHeaders(statuses.remove(), -1);
      exchange.close();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=hidden");
    }

    List<String> next() throws InterruptedException {
      List<String> request = requests.poll(TIMEOUT_S, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("nothing came");
      }
      return request;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void aReceiverCanTellWhoSendsAndWhatCameBefore() throws Exception {
    byte[] secret = "a secret of twenty-four.".getBytes(StandardCharsets.US_ASCII);
    InstantSource wall = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
    try (Receiver receiver = new Receiver();
        Webhook target = new Webhook(receiver.uri(), secret, wall, CopyTargetsTest::line)) {
      receiver.statuses.add(500);
      assertThatThrownBy(() -> target.send(List.of(entry(1), entry(2))))
          .isInstanceOf(IOException.class)
          .hasMessage("it answered with status 500");
      receiver.statuses.add(204);
      target.send(List.of(entry(1), entry(2)));
      List<String> first = receiver.next();
      assertThat(receiver.next()).as("the same, so that it is taken once").isEqualTo(first);
      assertThat(first.get(0)).isEqualTo("audit-0000000000000001-0000000000000002");
      assertThat(first.get(1)).isEqualTo("1700000000");
      assertThat(first.get(3))
          .isEqualTo(
              "{\"type\":\"audit.entries\",\"timestamp\":\"2023-11-14T22:13:20Z\",\"data\":{\"entries\":[%s,%s]}}"
                  .formatted(line(entry(1)), line(entry(2))));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String signed = first.get(0) + "." + first.get(1) + "." + first.get(3);
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      assertThat(first.get(2)).isEqualTo("v1," + Base64.getEncoder().encodeToString(signature));
    }
  }

  @Test
  void aReceiverThatIsNotThereIsToldWithoutItsAddress() throws IOException {
    URI gone;
    try (Receiver receiver = new Receiver()) {
      gone = receiver.uri();
    }
    try (Webhook target =
        new Webhook(gone, new byte[24], InstantSource.system(), CopyTargetsTest::line)) {
      assertThatThrownBy(() -> target.send(List.of(entry(1))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't be reached")
          .hasMessageNotContaining("hidden");
    }
  }
}
