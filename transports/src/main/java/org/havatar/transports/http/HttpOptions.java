package org.havatar.transports.http;

import java.util.List;
import org.havatar.transports.link.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to listen.
 *
 * @param hosts addresses, IPv4 and IPv6
 * @param port the same on each of them
 * @param certificate null for plain text (behind a proxy, or in tests)
 * @param tlsProtocols such as TLSv1.3
 * @param proxyProtocol every connection begins with a PROXY header (version 1 or 2), and only
 *     trusted proxies may connect
 * @param requestTimeoutMs for the head of a request, and for its body after that
 */
public record HttpOptions(
    List<String> hosts,
    int port,
    @Nullable Certificate certificate,
    List<String> tlsProtocols,
    boolean proxyProtocol,
    int requestTimeoutMs) {
  private static final int REQUEST_TIMEOUT_MS = 10_000;

  public HttpOptions {
    hosts = List.copyOf(hosts);
    tlsProtocols = List.copyOf(tlsProtocols);
  }

  /** With the usual time for requests, and no PROXY header. */
  public HttpOptions(
      List<String> hosts, int port, @Nullable Certificate certificate, List<String> tlsProtocols) {
    this(hosts, port, certificate, tlsProtocols, false, REQUEST_TIMEOUT_MS);
  }
}
