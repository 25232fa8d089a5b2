package org.havatar.transports.websocket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.havatar.transports.http.AllowedOrigins;
import org.havatar.transports.http.HandshakeRequest;
import org.havatar.transports.http.HttpPort;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Acceptor.Verdict;
import org.havatar.transports.link.Certificate;
import org.havatar.transports.link.LinkInfo;
import org.havatar.transports.link.Refusal;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.TransportSite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links over WebSockets. They come through the HTTPS port, which listens, ends and shows its
 * certificate by itself.
 */
final class WebSocketTransport implements Transport {
  static final String NAME = "websocket";

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

  private final TransportSite site;
  private final Acceptor acceptor;
  private final AllowedOrigins origins;

  WebSocketTransport(TransportSite site, Acceptor acceptor) {
    this.site = site;
    this.acceptor = acceptor;
    this.origins = new AllowedOrigins(site.place().allowedOrigins());
  }

  @Override
  public CompletionStage<?> start() {
    site.http().onHandshake(this::onHandshake);
    return CompletableFuture.completedStage(true);
  }

  @Override
  public CompletionStage<?> stop() {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public CompletionStage<?> show(Certificate certificate) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public void allowOrigins(Set<String> others) {
    origins.replace(others);
  }

  private void onHandshake(HandshakeRequest asked) {
    if (origins.allows(asked.origin(), asked.ownOrigin())) {
      acceptor.judge(asked.claim(), verdict -> answer(asked, verdict));
    } else {
      answer(
          asked,
          new Verdict.Refuse(
              Refusal.NOT_PERMITTED, "Pages of that origin may not connect to this relay."));
    }
  }

  private void answer(HandshakeRequest asked, Verdict verdict) {
    switch (verdict) {
      case Verdict.Refuse refusal -> {
        acceptor.onRefused(refusal.reason());
        asked.refuse(refusal);
      }
      case Verdict.Admit admit ->
          asked.accept(
              socket -> {
                boolean named = HttpPort.SUBPROTOCOL.equals(socket.subProtocol());
                LinkInfo info = new LinkInfo(NAME, admit.remoteAddress(), named);
                WebSocketLink.open(socket, info, admit.opener(), site.monotonicMs(), site.drops());
              },
              failure -> {
                LOG.debug("handshake failed: {}", failure.toString());
                admit.opener().missed();
              });
    }
  }
}
