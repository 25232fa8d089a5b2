package org.havatar.transports.server;

/**
 * A transport that a configuration names.
 *
 * @param port where it listens
 */
public record ChosenTransport(TransportFactory factory, int port) {
  /** {@code name:port}, as in configuration. */
  @Override
  public String toString() {
    return factory.name() + ":" + port;
  }
}
