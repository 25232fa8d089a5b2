package org.havatar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program over TLS, with all its libraries: what strangers send fills no log. */
@SuppressWarnings("StringConcatToTextBlock") // carriage returns are what it is about
final class StrangersTest {
  private static final int TIMES = 60;
  private static final int TIMEOUT_MS = 20_000;
  private static final String END = "host: localhost\r\n\r\n";
  private static final String UPGRADE =
      "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
          + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + END;

  private final Random random = new Random(13);
  private final int port;
  private final Map<String, String> environment;

  StrangersTest(@TempDir Path directory) {
    port = FreePort.find();
    environment =
        Map.of(
            "HAVATAR_RELAY_DATA_DIRECTORY", directory.resolve("data").toString(),
            "HAVATAR_RELAY_METRICS_PORT", "0",
            "HAVATAR_RELAY_LISTEN_PORT", String.valueOf(port));
  }

  /** Believes every certificate, or none. */
  private static SSLContext tls(boolean believes) throws GeneralSecurityException {
    X509TrustManager trust =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String kind) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String kind)
              throws java.security.cert.CertificateException {
            if (!believes) {
              throw new java.security.cert.CertificateException("not mine");
            }
          }

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, new SecureRandom());
    return context;
  }

  private void send(Socket socket, byte[] bytes, boolean waits) throws IOException {
    socket.setSoTimeout(TIMEOUT_MS);
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      if (waits) {
        assertThat(socket.getInputStream().read()).isGreaterThanOrEqualTo(-1);
      }
    } catch (SSLException | SocketException | SocketTimeoutException e) {
      assertThat(socket.isConnected()).isTrue(); // refused: as it should be
    }
  }

  private void overTls(String text, boolean waits) throws Exception {
    try (Socket socket =
        tls(true).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      send(socket, text.getBytes(StandardCharsets.ISO_8859_1), waits);
    }
  }

  private void without(byte[] bytes, boolean waits) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      send(socket, bytes, waits);
    }
  }

  private void withoutTrust() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            tls(false).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      send(socket, new byte[] {0}, false);
    }
  }

  private void withOldTls() throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            tls(true).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      send(socket, new byte[] {0}, false);
    }
  }

  private byte[] noise() {
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    return bytes;
  }

  private void attack() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      overTls("GET /%zz HTTP/1.1\r\n" + END, true);
      overTls("GET /ws/robot/tank-" + i + " HTTP/1.1\r\nx-api-key: hvr_wrong\r\n" + UPGRADE, true);
      overTls("GET /ws/client/c?ticket=%zz HTTP/1.1\r\n" + UPGRADE, true);
      overTls("GET /%zz/client/c HTTP/1.1\r\n" + UPGRADE, false);
      overTls("POST /api/login HTTP/1.1\r\ncontent-length: 50\r\n" + END + "{\"user", false);
      overTls("POST /api/login HTTP/1.1\r\ntransfer-encoding: chunked\r\n" + END + "zz\r\n", true);
      overTls("\u0000\u0001\u0002\r\n\r\n", true);
      without("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), true);
      without(noise(), true);
      without(new byte[] {22, 3, 1, 2, 0, 1}, false);
      withoutTrust();
      withOldTls();
    }
  }

  @Test
  void aThousandAttemptsOfAllKindsAreALineASecondOfEachKindAndNoneIsLoud() throws Exception {
    try (RelayProcess relay =
        RelayProcess.start(environment, "").awaitLine("listening on https://127.0.0.1:" + port)) {
      List<String> before = relay.output().lines().toList();
      long beginNs = System.nanoTime();
      attack();
      long tookS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNs) + 2;
      List<String> during = relay.output().lines().skip(before.size()).toList();
      assertThat(during)
          .noneMatch(line -> line.contains(" ERROR "))
          .noneMatch(line -> line.contains("Exception"))
          .noneMatch(line -> line.startsWith("\tat "));
      assertThat(during.stream().filter(line -> line.contains("robot refused")).count())
          .isBetween(1L, tookS);
      assertThat(during).hasSizeLessThanOrEqualTo((int) (2 * tookS));
    }
  }
}
