package org.havatar.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsServerTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int UNFINISHED = 64;
  private static final int ENDED_WITHIN_MS = 30_000;

  private final NodeMeters meters = new NodeMeters();
  private final HttpClient client = HttpClient.newHttpClient();
  private final MetricsServer server;

  MetricsServerTest() throws IOException {
    server = MetricsServer.start(List.of(LOOPBACK), 0, meters);
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    meters.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://" + LOOPBACK + ":" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void prometheusGetsItsText() throws Exception {
    HttpResponse<String> answer = ask("GET", "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(this::isText);
    assertThat(answer.body()).contains("# TYPE havatar_command_own_seconds histogram\n");
  }

  private void isText(String type) {
    assertThat(type).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void thereIsNothingElse() throws Exception {
    assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/metrics/more").statusCode()).isEqualTo(404);
    HttpResponse<String> posted = ask("POST", "/metrics");
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void requestsThatDoNotComeToTheirEndKeepNobodyWaitingAndAreEnded() throws Exception {
    List<Socket> unfinished = new ArrayList<>();
    try {
      for (int i = 0; i < UNFINISHED; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        unfinished.add(socket);
        socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(200);
      }
      for (Socket socket : unfinished) {
        socket.setSoTimeout(ENDED_WITHIN_MS);
        assertThat(isEnded(socket)).isTrue();
      }
    } finally {
      for (Socket socket : unfinished) {
        socket.close();
      }
    }
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void aTakenPortIsSaidAndOfSeveralAddressesNoneStaysOpen() throws Exception {
    int taken = server.address().getPort();
    assertThatThrownBy(() -> MetricsServer.start(List.of("::1", LOOPBACK), taken, meters))
        .isInstanceOf(BindException.class);
    MetricsServer.start(List.of("::1"), taken, meters).close();
  }
}
