package org.havatar.transports.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.havatar.transports.FreePort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.FrameBudget;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.websocket.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of HTTP/2 that are no requests, without end. Time is the test's. */
final class Http2FrontTest {
  private static final int PATIENCE_MS = 60_000;
  private static final String PASSWORD = "only-for-this-test";

  /**
   * One over the budget, of which the SETTINGS of the beginning take nothing, and not one more: a
   * connection that ends while its peer still writes is reset, which can cost the peer the GOAWAY.
   */
  private static final int TOO_MANY = FrameBudget.AT_ONCE + 1;

  /** Many times the budget, what the server reads at once, and what the kernel keeps for it. */
  private static final long MOST_KEY_UPDATE_BYTES = 16L * 1024 * 1024;

  private static final int GOAWAY = 7;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final Vertx vertx = Vertx.builder().withTransport(GatedTransport.preferNative()).build();
  private final AtomicLong nowMs = new AtomicLong();
  private final Path folder;
  private int port;

  Http2FrontTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws Exception {
    Path store = folder.resolve("it.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String arguments =
        "%s -genkeypair -alias it -keyalg EC -groupname secp256r1 -dname CN=test -validity 2"
            + " -storetype PKCS12 -keystore %s -ext san=dns:localhost -storepass %s";
    Process process =
        new ProcessBuilder(arguments.formatted(tool, store, PASSWORD).split(" ", -1)).start();
    assertThat(process.waitFor()).isZero();
    serve(store, 30_000);
  }

  private void serve(Path store, int requestTimeoutMs) throws Exception {
    port = FreePort.find();
    Acceptor acceptor =
        (claim, answer) ->
            answer.accept(new Acceptor.Verdict.Refuse(Refusal.UNAUTHENTICATED, "No."));
    done(
        vertx.deployVerticle(
            new WebSocketServer(
                new HttpOptions(
                    List.of("127.0.0.1"),
                    port,
                    KeyStores.certificate(store, PASSWORD),
                    List.of("TLSv1.3"),
                    false,
                    requestTimeoutMs),
                acceptor,
                request -> request.response().end("got " + request.path()),
                nowMs::get,
                new Drops())));
  }

  @AfterEach
  void end() throws Exception {
    done(vertx.close());
  }

  @Test
  void pingsWithoutEndEndTheConnection() throws Exception {
    assertThat(answerTo(frame(6, 0, 0, new byte[8]), TOO_MANY)).isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void settingsWithoutEndEndTheConnection() throws Exception {
    assertThat(answerTo(frame(4, 0, 0, new byte[0]), TOO_MANY)).isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void resetsPrioritiesUnknownFramesAndAnswersThatNobodyAskedForDoTheSame() throws Exception {
    byte[] priority = ByteBuffer.allocate(5).array();
    assertThat(answerTo(frame(2, 0, 1, priority), TOO_MANY)).isEqualTo(ENHANCE_YOUR_CALM);
    assertThat(answerTo(frame(99, 0, 0, new byte[3]), TOO_MANY)).isEqualTo(ENHANCE_YOUR_CALM);
    assertThat(answerTo(frame(6, 1, 0, new byte[8]), TOO_MANY)).isEqualTo(ENHANCE_YOUR_CALM);
    byte[] update = ByteBuffer.allocate(4).putInt(1).array();
    assertThat(answerTo(frame(8, 0, 0, update), TOO_MANY * Http2Front.WINDOWS_FOR_ONE))
        .isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void requestsThatAreGivenUpAtOnceEndTheConnection() throws Exception {
    try (Peer peer = new Peer()) {
      for (int stream = 1; stream < 2 * TOO_MANY; stream += 2) {
        // :method GET, :scheme https, :path /, :authority a (RFC 7541)
        byte[] head = {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x41, 1, 'a'};
        peer.write(frame(1, 5, stream, head));
        peer.write(frame(3, 0, stream, ByteBuffer.allocate(4).putInt(8).array()));
      }
      assertThat(peer.reasonOfItsEnd()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void aHeaderListIntoWhichNoAnswerFitsEndsTheConnection() throws Exception {
    byte[] tiny = ByteBuffer.allocate(6).putShort((short) 6).putInt(1).array();
    assertThat(answerTo(frame(4, 0, 0, tiny), 1)).isEqualTo(ENHANCE_YOUR_CALM);
    try (Peer peer = new Peer(tiny)) {
      peer.reasonOfItsEnd(); // ends, with whatever reason
    }
  }

  /** On TLS 1.3 another handshake is a wish for new keys, which the other side has to answer. */
  @Test
  void whoWantsNewKeysWithoutEndIsEnded() throws Exception {
    for (String protocol : List.of("h2", "http/1.1")) {
      try (Peer peer = new Peer(protocol)) {
        peer.askForNewKeysUntilThrownOut();
      }
    }
  }

  @Test
  void whoWantsNewKeysWithoutEndAndReadsNothingIsEndedToo() throws Exception {
    for (String protocol : List.of("h2", "http/1.1")) {
      try (TlsPeer peer = TlsPeer.dial(trusting(), port, protocol)) {
        long sent = 0;
        boolean isThrownOut = false;
        while (!isThrownOut && sent < MOST_KEY_UPDATE_BYTES) {
          try {
            int bytes = peer.askForNewKeys();
            assertThat(bytes).as("a wish").isPositive();
            sent += bytes;
          } catch (IOException e) {
            isThrownOut = true;
          }
        }
        assertThat(isThrownOut).as("after %d bytes", sent).isTrue();
      }
    }
  }

  @Test
  void whoAgreesOnTlsAndNeverBeginsIsEnded() throws Exception {
    serve(folder.resolve("it.p12"), 2000);
    try (TlsPeer peer = TlsPeer.dial(trusting(), port, "h2")) {
      assertThatThrownBy(peer::readAnswer)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  /** However a peer cuts what it says into records, and however many come at once. */
  @Test
  void smallRecordsThatHoldSomethingCostNothing() throws Exception {
    byte[] request =
        ("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(6000) + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (TlsPeer peer = TlsPeer.dial(trusting(), port, "http/1.1")) {
      for (int i = 0; i < 50; i++) {
        peer.writeInRecordsOfOneByte(request);
        assertThat(peer.readAnswer()).contains("got /");
      }
    }
  }

  @Test
  void whoStaysWithinTheBudgetIsAnsweredOneByOne() throws Exception {
    try (Peer peer = new Peer()) {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < FrameBudget.PER_SECOND; i++) {
          peer.write(frame(6, 0, 0, new byte[8]));
        }
        for (int i = 0; i < FrameBudget.PER_SECOND; i++) {
          peer.skipUntil(6);
        }
        nowMs.addAndGet(1000);
      }
    }
  }

  @Test
  void anHonestClientIsServed() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      for (int i = 0; i < 300; i++) {
        URI uri = URI.create("https://localhost:" + port + "/" + i);
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.body()).isEqualTo("got /" + i);
      }
    }
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everybody()}, null);
    return context;
  }

  /** The error code of the GOAWAY that comes after so many of these. */
  private int answerTo(byte[] frame, int times) throws Exception {
    try (Peer peer = new Peer()) {
      for (int i = 0; i < times; i++) {
        peer.write(frame);
      }
      return peer.reasonOfItsEnd();
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** Speaks HTTP/2 frame by frame (RFC 9113). */
  private final class Peer implements AutoCloseable {
    private final SSLSocket socket;
    private final DataInputStream in;

    Peer() throws Exception {
      this(new byte[0]);
    }

    Peer(byte[] settings) throws Exception {
      this("h2");
      write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      write(frame(4, 0, 0, settings));
    }

    Peer(String protocol) throws Exception {
      SSLContext context = trusting();
      socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
      in = new DataInputStream(socket.getInputStream());
      if (!protocol.equals("h2")) {
        write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /** The payload of the next frame of that type. */
    ByteBuffer skipUntil(int type) throws IOException {
      while (true) {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int got = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        if (got == type) {
          return ByteBuffer.wrap(payload);
        }
      }
    }

    /** Java sends the next wish when the former was answered. */
    void askForNewKeysUntilThrownOut() throws Exception {
      if (socket.getApplicationProtocol().equals("h2")) {
        write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        write(frame(4, 0, 0, new byte[0]));
      }
      CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(this::reasonOfItsEnd);
      while (!ended.isDone()) {
        try {
          socket.startHandshake();
        } catch (IOException e) {
          break;
        }
      }
      assertThat(ended.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo(-1);
    }

    /** Of a GOAWAY; -1 when the connection ended without. */
    int reasonOfItsEnd() {
      try {
        return skipUntil(GOAWAY).getInt(4);
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }
}
