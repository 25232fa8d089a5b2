package org.havatar.relay;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.havatar.relay.metrics.MetricsServer;

/** A small HTTP server for tests, on a free port of loopback. */
public final class LocalHttp {
  private LocalHttp() {}

  /**
   * Bound and not started. The JDK's server reads its limits once in a process, so those that the
   * relay sets have to be there before the first one, as they are in a relay.
   */
  public static HttpServer create() throws IOException {
    MetricsServer.limits();
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
  }
}
