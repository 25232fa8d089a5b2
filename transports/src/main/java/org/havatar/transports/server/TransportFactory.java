package org.havatar.transports.server;

import java.util.OptionalInt;
import org.havatar.transports.link.Acceptor;
import org.havatar.transports.link.Transport;

/**
 * One kind of transport. Found by {@link java.util.ServiceLoader}: a public class with a public
 * constructor without arguments, named in {@code
 * META-INF/services/org.havatar.transports.server.TransportFactory} of its jar. Any thread.
 */
public interface TransportFactory {
  /** As in configuration, metrics and logs: small letters, digits, {@code -} and {@code _}. */
  String name();

  /**
   * Where it listens unless the configuration says another port.
   *
   * @param httpPort of the page, TCP; over UDP that number is free
   * @return empty for one that comes through the HTTPS port and has none of its own
   */
  OptionalInt usualPort(int httpPort);

  /** Makes the transport of one event loop, which doesn't listen yet. On that loop. */
  Transport create(TransportSite site, Acceptor acceptor);
}
