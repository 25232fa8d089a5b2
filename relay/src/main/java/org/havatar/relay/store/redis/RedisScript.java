package org.havatar.relay.store.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What Redis does in one step; it knows the text by its hash once it has seen it. */
final class RedisScript {
  private final String text;
  private final String hash;

  private RedisScript(String text) {
    this.text = text;
    this.hash = sha1(text);
  }

  /** The file {@code name} beside this class. */
  static RedisScript load(String name) {
    try (InputStream in = RedisScript.class.getResourceAsStream(name)) {
      return new RedisScript(
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis calls scripts so; nothing secret hangs on it. */
  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** A Redis that was restarted has forgotten its scripts: it hears the text then. */
  Future<Response> run(RedisLine line, List<String> keys, List<String> arguments) {
    return line.send(request(Command.EVALSHA, hash, keys, arguments))
        .recover(
            cause ->
                RedisFaults.hasCode(cause.getCause(), "NOSCRIPT")
                    ? line.send(request(Command.EVAL, text, keys, arguments))
                    : Future.failedFuture(cause));
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(request::arg);
    return request;
  }
}
