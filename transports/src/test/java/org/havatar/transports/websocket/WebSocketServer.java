package org.havatar.transports.websocket;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.havatar.transports.server.TransportSite;
import org.jspecify.annotations.Nullable;

/** One loop with an HTTPS port and WebSockets, as a relay's loops are. */
public final class WebSocketServer extends VerticleBase {
  /** The page that may connect besides the server's own. */
  static final String ALLOWED_ORIGIN = "https://page.example";

  private final HttpOptions options;
  private final Acceptor acceptor;
  private final Handler<HttpServerRequest> plainRequests;
  private final LongSupplier monotonicMs;
  private final Drops drops;
  private @Nullable HttpPort port;

  public WebSocketServer(
      HttpOptions options,
      Acceptor acceptor,
      Handler<HttpServerRequest> plainRequests,
      LongSupplier monotonicMs,
      Drops drops) {
    this.options = options;
    this.acceptor = acceptor;
    this.plainRequests = plainRequests;
    this.monotonicMs = monotonicMs;
    this.drops = drops;
  }

  @Override
  public Future<?> start() {
    HttpPort own = new HttpPort(vertx, options, acceptor, plainRequests, monotonicMs, drops);
    port = own;
    TransportSite.Place place =
        new TransportSite.Place(
            options.hosts(), options.port(), options.certificate(), Set.of(ALLOWED_ORIGIN));
    TransportSite site = new TransportSite(vertx, own, place, monotonicMs, drops);
    return Future.fromCompletionStage(new WebSocketFactory().create(site, acceptor).start())
        .compose(ignored -> own.start());
  }

  @Override
  public Future<?> stop() {
    return Objects.requireNonNull(port).stop();
  }

  /** On this server's loop. */
  public Future<?> show(Certificate certificate) {
    return Objects.requireNonNull(port).show(certificate);
  }
}
