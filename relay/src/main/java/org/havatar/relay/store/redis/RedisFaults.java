package org.havatar.relay.store.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.havatar.relay.access.port.Unavailable;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a Redis, as a sentence that says what to do. */
final class RedisFaults {
  private static final int SHOWN = 120;

  private final RedisTarget target;

  RedisFaults(RedisTarget target) {
    this.target = target;
  }

  Unavailable of(Throwable cause) {
    return cause instanceof Unavailable known
        ? known
        : new Unavailable("Redis at " + target + " " + predicate(cause), cause);
  }

  Unavailable saying(String predicate) {
    return new Unavailable("Redis at " + target + " " + predicate);
  }

  /** Whether Redis said so itself: then the connection is in order. */
  static boolean isAnswer(@Nullable Throwable cause) {
    return cause instanceof Response answer
        && answer.type() == ResponseType.ERROR
        && !hasCode(cause, "CONNECTION_CLOSED")
        && !hasCode(cause, "ILLEGAL_STATE");
  }

  static boolean hasCode(@Nullable Throwable cause, String code) {
    return cause instanceof Response && String.valueOf(cause.getMessage()).startsWith(code);
  }

  private String predicate(Throwable cause) {
    return switch (cause) {
      case TimeoutException late -> "didn't answer within " + target.timeoutMs() + " ms.";
      case ConnectException refused -> "can't be reached: " + refused.getMessage() + ".";
      case UnknownHostException unknown -> "can't be reached: nobody knows that name.";
      case SSLException tls ->
          "and the relay can't agree on TLS: %s; see store.redis_trust."
              .formatted(tls.getMessage());
      case ClosedChannelException gone -> "closed the connection.";
      default -> predicate(String.valueOf(cause.getMessage()));
    };
  }

  /**
   * @param message as Redis words it, or the client: a code in capitals and more
   */
  private static String predicate(String message) {
    String code = message.split(" ", 2)[0];
    return switch (code) {
      case "OOM" -> "is full: raise its maxmemory, or remove what else is in it.";
      case "READONLY" -> "is a read-only replica: let store.redis_url name the primary.";
      case "WRONGPASS", "NOAUTH" -> "refuses the user or password of store.redis_url.";
      case "NOPERM" ->
          "doesn't let this user do what the relay has to: " + shortened(message) + ".";
      case "MISCONF" -> "can't write to its disk; its log says why.";
      case "LOADING" -> "is still loading its data.";
      case "BUSY" -> "is busy with somebody's script.";
      case "NOREPLICAS" -> "has fewer replicas than it wants for writing.";
      case "ILLEGAL_STATE" ->
          "answers something that isn't Redis' language; is it another program?";
      case "CONNECTION_CLOSED", "Connection" -> "closed the connection.";
      default -> "can't be used: " + shortened(message) + ".";
    };
  }

  private static String shortened(String message) {
    String line = message.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
