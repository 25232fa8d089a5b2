package org.havatar.transports.websocket;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.Trail;
import org.havatar.transports.wire.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves WebSockets on its event loop and owns the HTTPS port: whatever is no WebSocket handshake
 * goes to the plain handler.
 */
public final class WebSocketTransport extends VerticleBase {
  public static final String SUBPROTOCOL = "havatar.1";

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);
  private static final String TRANSPORT = "websocket";

  /** Kernel's share of what waits for a slow peer; setpoints are bounded by acknowledgements. */
  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  private static final int TCP_USER_TIMEOUT_MS = 10_000;
  private static final int IDLE_TIMEOUT_S = 75;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT_MS = 10_000;

  /** Streams that a client gave up at once cost as much as those that it wants. */
  private static final int HTTP2_RESETS = 100;

  private static final int HTTP2_RESETS_WITHIN_S = 30;
  private static final int HTTP2_SMALL_CONTINUATIONS = 8;
  private static final int HTTP2_STREAMS = 32;
  private static final int HTTP2_HEADER_LIST_BYTES = 8192;

  /** How often slow requests are looked for: a tenth later than they should end, at most. */
  private static final int LOOKS_PER_TIMEOUT = 10;

  /**
   * Where and how to listen.
   *
   * @param hosts addresses, IPv4 and IPv6
   * @param port the same on each of them
   * @param certificate null for plain text (behind a proxy, or in tests)
   * @param tlsProtocols such as TLSv1.3
   * @param allowedOrigins full origins whose pages may connect, besides this server's own
   * @param proxyProtocol every connection begins with a PROXY header (version 1 or 2), and only
   *     trusted proxies may connect
   * @param requestTimeoutMs for the head of a request, and for its body after that
   */
  public record Options(
      List<String> hosts,
      int port,
      @Nullable KeyCertOptions certificate,
      List<String> tlsProtocols,
      Set<String> allowedOrigins,
      boolean proxyProtocol,
      int requestTimeoutMs) {
    /** With the usual time for requests, and no PROXY header. */
    public Options(
        List<String> hosts,
        int port,
        @Nullable KeyCertOptions certificate,
        List<String> tlsProtocols,
        Set<String> allowedOrigins) {
      this(hosts, port, certificate, tlsProtocols, allowedOrigins, false, REQUEST_TIMEOUT_MS);
    }

    public Options {
      hosts = List.copyOf(hosts);
      tlsProtocols = List.copyOf(tlsProtocols);
      allowedOrigins = Set.copyOf(allowedOrigins);
    }
  }

  private final Options options;
  private final Acceptor acceptor;
  private final Handler<HttpServerRequest> plainRequests;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private final List<HttpServer> servers = new ArrayList<>();
  private final RequestDeadlines deadlines;
  private final HttpFront front;
  private Set<String> allowedOrigins;

  public WebSocketTransport(
      Options options,
      Acceptor acceptor,
      Handler<HttpServerRequest> plainRequests,
      LongSupplier monotonicMs,
      Drops drops) {
    this.options = options;
    this.acceptor = acceptor;
    this.plainRequests = plainRequests;
    this.monotonicMs = monotonicMs;
    this.drops = drops;
    this.allowedOrigins = options.allowedOrigins();
    this.deadlines = new RequestDeadlines(options.requestTimeoutMs(), monotonicMs);
    this.front = new HttpFront(monotonicMs, drops);
  }

  @Override
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

  @Override
  public Future<?> stop() {
    return Future.join(servers.stream().map(HttpServer::close).toList());
  }

  /**
   * Shows another certificate from the next handshake on; open sockets stay open. On this
   * transport's context. When it fails the old one stays. Transports that share a port take it one
   * after another: Vert.x 5.0.10 runs out of stack when a server is updated twice at a time.
   */
  public Future<?> show(KeyCertOptions certificate) {
    if (options.certificate() == null) {
      return Future.failedFuture("this server speaks plain text");
    }
    ServerSSLOptions tls = serverOptions().getSslOptions().setKeyCertOptions(certificate);
    Future<Boolean> shown = Future.succeededFuture(false);
    for (HttpServer server : servers) {
      shown = shown.compose(ignored -> server.updateSSLOptions(tls));
    }
    return shown;
  }

  /** Other origins from the next handshake on. On this transport's context. */
  public void allowOrigins(Set<String> origins) {
    allowedOrigins = Set.copyOf(origins);
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
          .setKeyCertOptions(options.certificate())
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
      acceptor.onRefused(FORBIDDEN);
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
    boolean isOwn = HandshakeRequest.isLoopback(real) && real.equals(connection.remoteAddress());
    return isOwn || acceptor.isTrustedProxy(HandshakeRequest.address(real));
  }

  /** Unless it was judged when it was accepted: behind a PROXY header, or without a gate. */
  private boolean isTaken(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    String address = HandshakeRequest.address(connection.remoteAddress());
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
      judge(new HandshakeRequest(request));
    } else {
      deadlines.onRequest(request);
      plainRequests.handle(request);
    }
  }

  private void judge(HandshakeRequest asked) {
    if (isOriginAllowed(asked.request())) {
      acceptor.judge(asked.handshake(), verdict -> answer(asked, verdict));
    } else {
      answer(
          asked,
          new Verdict.Refuse(FORBIDDEN, "Pages of that origin may not connect to this relay."));
    }
  }

  private void answer(HandshakeRequest asked, Verdict verdict) {
    deadlines.onJudged(asked.request().connection());
    switch (verdict) {
      case Verdict.Refuse refuse -> refuse(asked, refuse);
      case Verdict.Admit admit ->
          asked
              .request()
              .toWebSocket()
              .onSuccess(
                  socket -> {
                    deadlines.onWebSocket(asked.request().connection());
                    boolean named = SUBPROTOCOL.equals(socket.subProtocol());
                    LinkInfo info = new LinkInfo(TRANSPORT, admit.remoteAddress(), named);
                    WebSocketLink.open(socket, info, admit.opener(), monotonicMs, drops);
                    HttpFront.release(asked.request().connection());
                  })
              .onFailure(
                  failure -> {
                    LOG.debug("handshake failed: {}", failure.toString());
                    admit.opener().missed();
                  });
    }
  }

  private void refuse(HandshakeRequest asked, Verdict.Refuse refusal) {
    acceptor.onRefused(refusal.httpStatus());
    asked.refuse(refusal);
  }

  /** Browsers always tell their page's origin; programs tell none. */
  private boolean isOriginAllowed(HttpServerRequest asked) {
    String origin = asked.headers().get(HttpHeaders.ORIGIN);
    if (origin == null || allowedOrigins.contains(origin)) {
      return true;
    }
    String scheme = options.certificate() == null ? "http://" : "https://";
    return asked.authority() != null && origin.equals(scheme + asked.authority());
  }

  /** Where a request comes from, handshake or not. */
  public static Trail trail(HttpServerRequest request) {
    return new Trail(
        HandshakeRequest.address(request.remoteAddress()),
        request.headers().getAll("x-forwarded-for"),
        request.headers().getAll("forwarded"));
  }
}
