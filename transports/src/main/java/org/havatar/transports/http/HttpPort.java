package org.havatar.transports.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.wire.JsonCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS port of one event loop. What asks to become a WebSocket goes to whoever takes these,
 * everything else to the plain handler. All calls on the loop.
 */
public final class HttpPort {
  /** Of the protocol that links speak. */
  public static final String SUBPROTOCOL = "havatar.1";

  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

  /** Kernel's share of what waits for a slow peer; setpoints are bounded by acknowledgements. */
  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  private static final int TCP_USER_TIMEOUT_MS = 10_000;
  private static final int IDLE_TIMEOUT_S = 75;

  /** Streams that a client gave up at once cost as much as those that it wants. */
  private static final int HTTP2_RESETS = 100;

  private static final int HTTP2_RESETS_WITHIN_S = 30;
  private static final int HTTP2_SMALL_CONTINUATIONS = 8;
  private static final int HTTP2_STREAMS = 32;
  private static final int HTTP2_HEADER_LIST_BYTES = 8192;

  /** How often slow requests are looked for: a tenth later than they should end, at most. */
  private static final int LOOKS_PER_TIMEOUT = 10;

  private final Vertx vertx;
  private final HttpOptions options;
  private final Acceptor acceptor;
  private final Handler<HttpServerRequest> plainRequests;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private final List<HttpServer> servers = new ArrayList<>();
  private final RequestDeadlines deadlines;
  private final HttpFront front;
  private Consumer<HandshakeRequest> handshakes = this::refuse;

  public HttpPort(
      Vertx vertx,
      HttpOptions options,
      Acceptor acceptor,
      Handler<HttpServerRequest> plainRequests,
      LongSupplier monotonicMs,
      Drops drops) {
    this.vertx = vertx;
    this.options = options;
    this.acceptor = acceptor;
    this.plainRequests = plainRequests;
    this.monotonicMs = monotonicMs;
    this.drops = drops;
    this.deadlines = new RequestDeadlines(options.requestTimeoutMs(), monotonicMs);
    this.front = new HttpFront(monotonicMs, drops);
  }

  /** Who takes requests to become a WebSocket; to be called before {@link #start}. */
  public void onHandshake(Consumer<HandshakeRequest> taker) {
    handshakes = taker;
  }

  public Future<?> start() {
    GatedTransport.of(vertx)
        .ifPresent(gate -> gate.judgeBy(options.port(), acceptor, this::watchBeforeHttp));
    List<Future<HttpServer>> bound = new ArrayList<>();
    for (String host : options.hosts()) {
      HttpServer server =
          vertx
              .createHttpServer(serverOptions())
              .connectionHandler(this::onConnection)
              .requestHandler(this::onRequest)
              .invalidRequestHandler(front::refuse)
              .exceptionHandler(failure -> LOG.debug("connection failed: {}", failure.toString()));
      servers.add(server);
      bound.add(server.listen(options.port(), host));
    }
    vertx.setPeriodic(
        Math.max(1, options.requestTimeoutMs() / LOOKS_PER_TIMEOUT), ignored -> deadlines.onTick());
    return Future.all(bound);
  }

  public Future<?> stop() {
    return Future.join(servers.stream().map(HttpServer::close).toList());
  }

  /**
   * Shows another certificate from the next handshake on; open sockets stay open. When it fails the
   * old one stays. Loops that share a port take it one after another: Vert.x 5.0.10 runs out of
   * stack when a server is updated twice at a time.
   */
  public Future<?> show(Certificate certificate) {
    if (options.certificate() == null) {
      return Future.failedFuture("this server speaks plain text");
    }
    ServerSSLOptions tls =
        serverOptions().getSslOptions().setKeyCertOptions(PemOptions.of(certificate));
    Future<Boolean> shown = Future.succeededFuture(false);
    for (HttpServer server : servers) {
      shown = shown.compose(ignored -> server.updateSSLOptions(tls));
    }
    return shown;
  }

  private HttpServerOptions serverOptions() {
    HttpServerOptions server =
        new HttpServerOptions()
            .setTcpNoDelay(true)
            .setTcpUserTimeout(TCP_USER_TIMEOUT_MS)
            .setSendBufferSize(SEND_BUFFER_BYTES)
            .setIdleTimeout(IDLE_TIMEOUT_S)
            .setSslHandshakeTimeout(options.requestTimeoutMs())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setHttp2RstFloodMaxRstFramePerWindow(HTTP2_RESETS)
            .setHttp2RstFloodWindowDuration(HTTP2_RESETS_WITHIN_S)
            .setHttp2MaxSmallContinuationFrames(HTTP2_SMALL_CONTINUATIONS)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(HTTP2_STREAMS)
                    .setMaxHeaderListSize(HTTP2_HEADER_LIST_BYTES)
                    .setPushEnabled(false))
            // Else a connection isn't known to be there before its first bytes have come.
            .setHttp2ClearTextEnabled(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setMaxWebSocketFrameSize(JsonCodec.MAX_CHARS)
            .setMaxWebSocketMessageSize(JsonCodec.MAX_CHARS)
            .setWebSocketSubProtocols(List.of(SUBPROTOCOL))
            .setUseProxyProtocol(options.proxyProtocol());
    if (options.certificate() != null) {
      server
          .setSsl(true)
          .setKeyCertOptions(PemOptions.of(options.certificate()))
          .setUseAlpn(true)
          // A handshake takes milliseconds, in which no robot on the loop would be heard.
          .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
          .setEnabledSecureTransportProtocols(new HashSet<>(options.tlsProtocols()));
    }
    return server;
  }

  private void watchBeforeHttp(Channel connection) {
    BeforeHttp.watch(connection, options.requestTimeoutMs(), monotonicMs, drops);
  }

  private void onConnection(HttpConnection connection) {
    if (mayConnect(connection) && isTaken(connection)) {
      deadlines.onConnection(connection);
      front.guard(connection);
    } else {
      acceptor.onRefused(Refusal.NOT_PERMITTED);
      LOG.debug("no trusted proxy: {}", connection.remoteAddress(true));
      connection.close();
    }
  }

  /**
   * Vert.x 5.0.10 believes a PROXY header of anybody, so only trusted proxies may send one. This
   * machine may speak for itself, as the node does when it warms up. Plain text from another
   * machine is for proxies too: passwords would be open to read.
   */
  private boolean mayConnect(HttpConnection connection) {
    if (!options.proxyProtocol() && options.certificate() != null) {
      return true;
    }
    SocketAddress real = connection.remoteAddress(true);
    boolean isOwn = Trails.isLoopback(real) && real.equals(connection.remoteAddress());
    return isOwn || acceptor.isTrustedProxy(Trails.address(real));
  }

  /** Unless it was judged when it was accepted: behind a PROXY header, or without a gate. */
  private boolean isTaken(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    String address = Trails.address(connection.remoteAddress());
    Boolean known = channel.attr(GatedTransport.TAKEN).get();
    return known != null
        ? known
        : acceptor.isTrustedProxy(address) || GatedTransport.take(channel, address, acceptor);
  }

  private void onRequest(HttpServerRequest request) {
    if (!mayConnect(request.connection()) || !isTaken(request.connection())) {
      return; // it came in one piece with what opened the connection, which is closed by now
    }
    if (HandshakeRequest.isOne(request)) {
      deadlines.onHandshake(request.connection());
      request.pause(); // until somebody says who it is: what comes meanwhile must not be lost
      handshakes.accept(new HandshakeRequest(request, deadlines));
    } else {
      deadlines.onRequest(request);
      plainRequests.handle(request);
    }
  }

  private void refuse(HandshakeRequest asked) {
    acceptor.onRefused(Refusal.MALFORMED);
    asked.refuse(new Verdict.Refuse(Refusal.MALFORMED, "No WebSockets are taken here."));
  }
}
