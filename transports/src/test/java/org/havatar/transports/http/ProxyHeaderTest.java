package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Claim;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.websocket.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PROXY headers on real sockets: believed of trusted proxies, of nobody else. */
class ProxyHeaderTest {
  private static final int PATIENCE_MS = 10_000;
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final byte PROXY = 0x21;
  private static final byte LOCAL = 0x20;
  private static final byte TCP4 = 0x11;
  private static final byte TCP6 = 0x21;

  private final List<String> served = new CopyOnWriteArrayList<>();
  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private volatile boolean isTrusting = true;
  private Vertx vertx;
  private int port;

  private final class Door implements Acceptor {
    @Override
    public void judge(Claim claim, Consumer<Verdict> answer) {
      served.add("socket of " + claim.trail().peer());
      answer.accept(new Verdict.Refuse(Refusal.UNAUTHENTICATED, "That is not its key."));
    }

    @Override
    public void onRefused(Refusal reason) {
      refused.add(reason);
    }

    @Override
    public boolean isTrustedProxy(String address) {
      return isTrusting;
    }
  }

  @BeforeEach
  void prepare() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void serve(boolean proxyProtocol) throws Exception {
    port = FreePort.find();
    HttpOptions options =
        new HttpOptions(List.of("0.0.0.0"), port, null, List.of(), proxyProtocol, 10_000);
    WebSocketServer transport =
        new WebSocketServer(
            options,
            new Door(),
            request -> {
              served.add("request of " + Trails.of(request).peer());
              request.response().end("served");
            },
            () -> 0,
            new Drops());
    vertx
        .deployVerticle(transport)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static byte[] header(byte command, byte family, byte[] addresses) {
    return ByteBuffer.allocate(SIGNATURE.length + 4 + addresses.length)
        .put(SIGNATURE)
        .put(command)
        .put(family)
        .putShort((short) addresses.length)
        .put(addresses)
        .array();
  }

  /** Source, destination, ports 4711 and 443. */
  private static byte[] addresses(String source, String destination) throws IOException {
    byte[] from = InetAddress.getByName(source).getAddress();
    byte[] to = InetAddress.getByName(destination).getAddress();
    return ByteBuffer.allocate(2 * from.length + 4)
        .put(from)
        .put(to)
        .putShort((short) 4711)
        .putShort((short) 443)
        .array();
  }

  private static byte[] of4() throws IOException {
    return header(PROXY, TCP4, addresses("203.0.113.9", "192.0.2.1"));
  }

  /** What the server says until it closes; empty when it closes without a word. */
  private String answerTo(InetAddress to, byte[] header, String request) throws IOException {
    try (Socket socket = new Socket(to, port)) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(header);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(answer);
        return answer.toString(StandardCharsets.UTF_8);
      } catch (java.net.SocketTimeoutException e) {
        throw new AssertionError("neither answered nor closed", e);
      } catch (IOException reset) {
        return "";
      }
    }
  }

  private String get(byte[] header) throws IOException {
    return answerTo(
        InetAddress.getLoopbackAddress(),
        header,
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  @Test
  void aTrustedProxysHeaderNamesTheVisitorInBothVersions() throws Exception {
    serve(true);
    assertThat(get(of4())).contains("served");
    assertThat(get(header(PROXY, TCP6, addresses("2001:db8::9", "2001:db8::1"))))
        .contains("served");
    byte[] text =
        "PROXY TCP4 203.0.113.8 192.0.2.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(get(text)).contains("served");
    assertThat(served)
        .containsExactly(
            "request of 203.0.113.9", "request of 2001:db8:0:0:0:0:0:9", "request of 203.0.113.8");
  }

  @Test
  void aHandshakeIsTheVisitorsToo() throws Exception {
    serve(true);
    String asked =
        """
        GET /ws/robot/x HTTP/1.1
        Host: a
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .replace("\n", "\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(of4());
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
    }
    assertThat(served).containsExactly("socket of 203.0.113.9");
  }

  @Test
  void whoIsNoTrustedProxyIsClosedWithoutAWordWhateverItNames() throws Exception {
    isTrusting = false;
    serve(true);
    assertThat(get(of4())).isEmpty();
    assertThat(get(header(PROXY, TCP4, addresses("127.0.0.1", "127.0.0.1")))).isEmpty();
    assertThat(served).isEmpty();
    assertThat(refused).containsExactly(Refusal.NOT_PERMITTED, Refusal.NOT_PERMITTED);
  }

  @Test
  void thisMachineMaySpeakForItself() throws Exception {
    isTrusting = false;
    serve(true);
    assertThat(get(header(LOCAL, (byte) 0, new byte[0]))).contains("served");
    assertThat(served).containsExactly("request of 127.0.0.1");
  }

  @Test
  void whoSendsNoHeaderOrNonsenseIsClosed() throws Exception {
    serve(true);
    assertThat(get(new byte[0])).isEmpty();
    Random random = new Random(20261121);
    for (int i = 0; i < 20; i++) {
      byte[] nonsense = new byte[20];
      random.nextBytes(nonsense);
      assertThat(get(nonsense)).isEmpty();
    }
    assertThat(served).isEmpty();
    assertThat(get(of4())).contains("served");
  }

  @Test
  void whereNoHeaderIsExpectedNoneIsBelieved() throws Exception {
    serve(false);
    assertThat(get(of4())).doesNotContain("served");
    assertThat(get(new byte[0])).contains("served");
    assertThat(served).containsExactly("request of 127.0.0.1");
  }

  @Test
  void plainTextFromAnotherMachineIsForTrustedProxiesOnly() throws Exception {
    Optional<InetAddress> outside = outsideAddress();
    assumeThat(outside).as("this machine has an address besides its own").isPresent();
    serve(false);
    String request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assertThat(answerTo(outside.orElseThrow(), new byte[0], request)).contains("served");
    isTrusting = false;
    assertThat(answerTo(outside.orElseThrow(), new byte[0], request)).isEmpty();
    assertThat(get(new byte[0])).contains("served");
    assertThat(refused).containsExactly(Refusal.NOT_PERMITTED);
  }

  /** One from which a connection to oneself doesn't look like loopback. */
  private static Optional<InetAddress> outsideAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
        .findFirst();
  }
}
