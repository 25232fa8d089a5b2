package org.havatar.transports.websocket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Acceptor.Opener;
import org.havatar.transports.link.Dialer;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.wire.JsonCodec;
import org.jspecify.annotations.Nullable;

/** Connects to {@code ws:} and {@code wss:} addresses. To be kept in a field while links live. */
public final class WebSocketDialer implements Dialer {
  private static final int CONNECT_TIMEOUT_MS = 2000;
  private static final int UNAUTHORIZED = 401;
  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  private final WebSocketClient client;
  private final LongSupplier monotonicMs;
  private final Drops drops;

  /**
   * @param trust whose certificates to believe, null for the system's
   */
  public WebSocketDialer(
      Vertx vertx, @Nullable TrustOptions trust, LongSupplier monotonicMs, Drops drops) {
    this.monotonicMs = monotonicMs;
    this.drops = drops;
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            .setTcpNoDelay(true)
            .setSendBufferSize(SEND_BUFFER_BYTES)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setTryUsePerMessageCompression(false)
            .setTryUsePerFrameCompression(false)
            .setMaxFrameSize(JsonCodec.MAX_CHARS)
            .setMaxMessageSize(JsonCodec.MAX_CHARS)
            .setVerifyHost(true);
    if (trust != null) {
      options.setTrustOptions(trust);
    }
    client = vertx.createWebSocketClient(options);
  }

  /**
   * Believes other certificates from the next dial on; open links stay open. Any thread.
   *
   * @param trust whose certificates to believe, null for the system's
   */
  public Future<?> trust(@Nullable TrustOptions trust) {
    ClientSSLOptions tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    return client.updateSSLOptions(trust == null ? tls : tls.setTrustOptions(trust));
  }

  @Override
  public void dial(URI uri, @Nullable String bearer, Opener opener, Consumer<Failure> failed) {
    WebSocketConnectOptions connect =
        new WebSocketConnectOptions()
            .setAbsoluteURI(uri.toString())
            .setTimeout(CONNECT_TIMEOUT_MS)
            .addSubProtocol(HttpPort.SUBPROTOCOL);
    if (bearer != null) {
      connect.addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + bearer);
    }
    LinkInfo info = new LinkInfo(WebSocketTransport.NAME, uri.getHost(), true);
    client
        .connect(connect)
        .onSuccess(socket -> WebSocketLink.open(socket, info, opener, monotonicMs, drops))
        .onFailure(
            failure -> failed.accept(new Failure(sentence(failure), isProofRefused(failure))));
  }

  private static boolean isProofRefused(Throwable failure) {
    return failure instanceof UpgradeRejectedException refused
        && refused.getStatus() == UNAUTHORIZED;
  }

  /** What failed, and the root of it: "Failed to create SSL connection" alone helps nobody. */
  private static String sentence(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root == failure
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + root.getMessage();
  }
}
