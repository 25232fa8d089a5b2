package org.havatar.transports.websocket;

import java.util.OptionalInt;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Transport;
import org.havatar.transports.server.TransportFactory;
import org.havatar.transports.server.TransportSite;

/** WebSocket, for whoever serves transports. */
public final class WebSocketFactory implements TransportFactory {
  @Override
  public String name() {
    return WebSocketTransport.NAME;
  }

  @Override
  public OptionalInt usualPort(int httpPort) {
    return OptionalInt.empty();
  }

  @Override
  public Transport create(TransportSite site, Acceptor acceptor) {
    return new WebSocketTransport(site, acceptor);
  }
}
