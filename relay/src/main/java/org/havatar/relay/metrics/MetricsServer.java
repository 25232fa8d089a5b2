package org.havatar.relay.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Serves {@code GET /metrics} in plain text on a port of its own, with threads of its own: a scrape
 * never runs on an event loop. Of the JDK, for that reason. A request that doesn't come to its end
 * holds a virtual thread, which costs next to nothing, and only until its time is over.
 */
public final class MetricsServer implements AutoCloseable {
  /** Two Prometheus servers at once; more have to wait. */
  private static final int SCRAPES = 2;

  private static final int BACKLOG = 16;

  /** Beyond that many a new one is closed at once: files are needed for more important things. */
  private static final int MOST_CONNECTIONS = 256;

  /** For the head of a request, and for reading the answer. */
  private static final int REQUEST_LIMIT_S = 5;

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-", 0).factory());
  private final Semaphore scrapes = new Semaphore(SCRAPES, true);
  private final NodeMeters meters;

  private MetricsServer(NodeMeters meters) {
    this.meters = meters;
  }

  /**
   * Sets how much the JDK's server bears. It takes that from nowhere else, and reads it once:
   * before the first server of the process.
   */
  public static void limits() {
    setUnlessGiven("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    setUnlessGiven("sun.net.httpserver.maxReqTime", REQUEST_LIMIT_S);
    setUnlessGiven("sun.net.httpserver.maxRspTime", REQUEST_LIMIT_S);
  }

  private static void setUnlessGiven(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }

  /**
   * Listens on each of these addresses.
   *
   * @throws IOException when one of them can't be listened on; then on none
   */
  public static MetricsServer start(List<String> hosts, int port, NodeMeters meters)
      throws IOException {
    limits();
    MetricsServer all = new MetricsServer(meters);
    try {
      for (String host : hosts) {
        all.listen(new InetSocketAddress(host, port));
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void listen(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    servers.add(server);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where the first one listens. */
  InetSocketAddress address() {
    return servers.get(0).getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        tell(exchange, 404, "There is only /metrics here.\n");
      } else if (method.equals("GET")) {
        tell(exchange, 200, scrape());
      } else {
        exchange.getResponseHeaders().set("Allow", "GET");
        tell(exchange, 405, "Only GET.\n");
      }
    }
  }

  private String scrape() throws IOException {
    try {
      scrapes.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The metrics end.", e);
    }
    try {
      return meters.scrape();
    } finally {
      scrapes.release();
    }
  }

  private static void tell(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TEXT);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
