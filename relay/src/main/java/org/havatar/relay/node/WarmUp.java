package org.havatar.relay.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.havatar.relay.config.LocalAddresses;
import org.havatar.transports.http.HttpOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every event loop for something before the node calls itself ready. The first TLS handshake
 * and the first request load some thousand classes: on a busy small machine that stops a loop for
 * seconds, which must not happen to somebody who drives.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final List<String> PATHS = List.of("/health/live", "/api/robots", "/");
  private static final int TIMEOUT_S = 20;

  private final Vertx vertx;
  private final HttpOptions server;

  WarmUp(Vertx vertx, HttpOptions server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** New connections go to the loops in turn, so as many as there are loops. Never fails. */
  Future<Boolean> run(int loops) {
    Future<Boolean> all = Future.succeededFuture(true);
    for (int loop = 0; loop < loops; loop++) {
      all = all.compose(ignored -> oneConnection());
    }
    return all.timeout(TIMEOUT_S, TimeUnit.SECONDS)
        .recover(
            cause -> {
              LOG.warn("the node could not be warmed up: {}", cause.toString());
              return Future.succeededFuture(false);
            });
  }

  private Future<Boolean> oneConnection() {
    return server.proxyProtocol() ? new AnnouncedRequests(vertx, server).send(PATHS) : asUsual();
  }

  private Future<Boolean> asUsual() {
    // To ourselves, with nothing secret in it: whatever certificate is configured will do.
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(server.certificate() != null)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(server.certificate() != null)
                .setProtocolVersion(
                    server.certificate() != null ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1));
    Future<Boolean> all = Future.succeededFuture(true);
    for (String path : PATHS) {
      all = all.compose(ignored -> ask(client, path));
    }
    return all.eventually(client::close);
  }

  private Future<Boolean> ask(HttpClient client, String path) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(LocalAddresses.reachable(server.hosts().get(0)))
            .setPort(server.port())
            .setURI(path)
            .addHeader(HttpHeaders.AUTHORIZATION, "Bearer a.b.c"); // refused, by what it warms up
    return client
        .request(request)
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .map(true);
  }
}
