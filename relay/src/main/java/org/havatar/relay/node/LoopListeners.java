package org.havatar.relay.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.havatar.transports.http.HttpOptions;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.Drops;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.ChosenTransport;
import org.havatar.transports.server.TransportSite;

/**
 * All that one loop listens with: the HTTPS port, where the page and the REST interface are, and
 * the transports that the configuration names. On that loop.
 */
final class LoopListeners {
  private final Context loop;
  private final List<ChosenTransport> chosen;
  private final List<Transport> transports = new ArrayList<>();
  private final HttpPort http;

  /** A transport that can't listen. */
  static final class TransportFault extends IOException {
    private static final long serialVersionUID = 1;

    private TransportFault(ChosenTransport chosen, Throwable cause) {
      super(
          "the transport %s can't listen (listen.transports): %s"
              .formatted(chosen, cause.getMessage()),
          cause);
    }
  }

  LoopListeners(
      Context loop,
      NodeContext.Listening listening,
      Acceptor door,
      LongSupplier monotonicMs,
      Drops drops) {
    this.loop = loop;
    Vertx vertx = loop.owner();
    HttpOptions options = listening.http();
    chosen = listening.transports();
    http = new HttpPort(vertx, options, door, listening.plainRequests(), monotonicMs, drops);
    for (ChosenTransport each : chosen) {
      TransportSite.Place place =
          new TransportSite.Place(
              options.hosts(), each.port(), options.certificate(), listening.allowedOrigins());
      TransportSite site = new TransportSite(vertx, http, place, monotonicMs, drops);
      transports.add(each.factory().create(site, door));
    }
  }

  /** The HTTPS port last: what comes through it finds its transport there. */
  Future<?> start() {
    List<Future<?>> started = new ArrayList<>();
    for (int i = 0; i < transports.size(); i++) {
      ChosenTransport each = chosen.get(i);
      started.add(
          future(transports.get(i).start())
              .recover(cause -> Future.failedFuture(new TransportFault(each, cause))));
    }
    return Future.all(started).compose(ignored -> http.start());
  }

  Future<?> stop() {
    List<Future<?>> stopped = new ArrayList<>();
    transports.forEach(each -> stopped.add(future(each.stop())));
    stopped.add(http.stop());
    return Future.join(stopped);
  }

  /** Shows another certificate from the next handshake on. */
  Future<?> show(Certificate certificate) {
    Future<Object> shown = http.show(certificate).mapEmpty();
    for (Transport each : transports) {
      shown = shown.compose(ignored -> future(each.show(certificate)));
    }
    return shown;
  }

  /** Other origins from the next handshake on. */
  void allowOrigins(Set<String> origins) {
    transports.forEach(each -> each.allowOrigins(origins));
  }

  private Future<Object> future(CompletionStage<?> stage) {
    return Future.fromCompletionStage(stage, loop).map(value -> value);
  }
}
