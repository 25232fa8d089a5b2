package org.havatar.relay.store.redis;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, and how long to wait for it.
 *
 * @param url with user and password, as the client reads it
 * @param trust PEM certificates that a TLS connection trusts; null: those that Java trusts
 * @param timeoutMs for one call
 */
public record RedisTarget(String url, @Nullable Path trust, int timeoutMs) {
  /** A whole operation may take this many calls' time: some are repeated when nodes collide. */
  private static final int CALLS_AN_OPERATION = 5;

  private static final int DEFAULT_PORT = 6379;

  long operationMs() {
    return (long) CALLS_AN_OPERATION * timeoutMs;
  }

  boolean isTls() {
    return url.startsWith("rediss:");
  }

  /** Pub/sub knows no databases: the channel says which one it is about. */
  String database() {
    String path = URI.create(url).getPath();
    return path == null || path.length() < 2 || isSocket() ? "0" : path.substring(1);
  }

  private boolean isSocket() {
    return url.startsWith("unix:");
  }

  /** Where it is, without user and password. */
  @Override
  public String toString() {
    URI uri = URI.create(url);
    return isSocket()
        ? uri.getPath()
        : uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }
}
