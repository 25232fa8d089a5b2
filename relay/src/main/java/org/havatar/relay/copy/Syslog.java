package org.havatar.relay.copy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.jspecify.annotations.Nullable;

/**
 * A collector of syslog: messages of RFC 5424 over TLS (RFC 5425) or TCP (RFC 6587), each behind
 * its length. Such a collector confirms nothing: what it had been sent and not written when it died
 * is lost to it.
 */
public final class Syslog implements CopyTarget {
  /** Port of RFC 5425. */
  public static final int TLS_PORT = 6514;

  /** Port of collectors that speak TCP. */
  public static final int TCP_PORT = 601;

  /** Facility 13, log audit; severity 5, notice. */
  private static final String PRIORITY = "<109>";

  private static final int TIMEOUT_MS = 10_000;
  private static final int LONGEST_ID = 32;

  private final URI collector;
  private final SocketFactory sockets;
  private final String host;
  private final Function<Kept, String> line;
  private @Nullable Socket socket;

  /**
   * @param collector {@code tls://host:port} or {@code tcp://host:port}
   * @param sockets for TLS one that makes {@link SSLSocket}s
   * @param host what this machine is called
   * @param line what stands of an entry
   */
  public Syslog(URI collector, SocketFactory sockets, String host, Function<Kept, String> line) {
    this.collector = collector;
    this.sockets = sockets;
    this.host = host;
    this.line = line;
  }

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public void send(List<Kept> entries) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Kept each : entries) {
      byte[] message = message(each).getBytes(StandardCharsets.UTF_8);
      all.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
      all.writeBytes(message);
    }
    try {
      connected().getOutputStream().write(all.toByteArray());
    } catch (IOException e) {
      close();
      throw new IOException(collector + ": " + e.getMessage(), e);
    }
  }

  private String message(Kept kept) {
    return "%s1 %s %s havatar-relay - %s - %s"
        .formatted(
            PRIORITY,
            Instant.ofEpochMilli(kept.entry().atMs()),
            host,
            id(kept.entry().action()),
            line.apply(kept));
  }

  private static String id(String action) {
    return action.substring(0, Math.min(action.length(), LONGEST_ID));
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open != null && !hasEnded(open)) {
      return open;
    }
    close();
    open = sockets.createSocket();
    socket = open;
    boolean isTls = open instanceof SSLSocket;
    int port = collector.getPort() < 0 ? (isTls ? TLS_PORT : TCP_PORT) : collector.getPort();
    open.setSoTimeout(TIMEOUT_MS);
    open.connect(new InetSocketAddress(collector.getHost(), port), TIMEOUT_MS);
    if (open instanceof SSLSocket secure) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
    }
    return open;
  }

  /** A collector says nothing: whatever can be read is the end of its side. */
  private static boolean hasEnded(Socket open) throws IOException {
    open.setSoTimeout(1);
    try {
      return open.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      open.setSoTimeout(TIMEOUT_MS);
    }
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It has ended before.
      }
    }
  }
}
