package org.havatar.relay.copy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.havatar.relay.access.audit.AuditStore.Kept;

/**
 * A receiver of HTTP requests that are signed as Standard Webhooks says: {@code webhook-id} is the
 * same when the same entries come again, {@code webhook-signature} proves the sender and {@code
 * webhook-timestamp} the time. Any status of 200 to 299 says that it has them.
 */
public final class Webhook implements CopyTarget {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final String FUNCTION = "HmacSHA256";

  private final URI receiver;
  private final SecretKeySpec key;
  private final InstantSource wall;
  private final Function<Kept, String> line;
  private final HttpClient http;

  /**
   * @param secret at least 24 bytes
   * @param line JSON of an entry
   */
  public Webhook(URI receiver, byte[] secret, InstantSource wall, Function<Kept, String> line) {
    this.receiver = receiver;
    this.key = new SecretKeySpec(secret, FUNCTION);
    this.wall = wall;
    this.line = line;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(List<Kept> entries) throws IOException, InterruptedException {
    String id = "audit-" + entries.get(0).cursor() + "-" + entries.get(entries.size() - 1).cursor();
    String seconds = Long.toString(wall.instant().getEpochSecond());
    String body =
        "{\"type\":\"audit.entries\",\"timestamp\":\"%s\",\"data\":{\"entries\":[%s]}}"
            .formatted(wall.instant(), entries.stream().map(line).collect(Collectors.joining(",")));
    HttpRequest request =
        HttpRequest.newBuilder(receiver)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", "v1," + signature(id + "." + seconds + "." + body))
            .POST(BodyPublishers.ofString(body))
            .build();
    int status = status(request);
    if (status < 200 || status > 299) {
      throw new IOException("it answered with status " + status);
    }
  }

  /** The address may hold a token: no message shows it. */
  private int status(HttpRequest request) throws IOException, InterruptedException {
    try {
      HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
      return answer.statusCode();
    } catch (IOException e) {
      throw new IOException("it can't be reached (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private String signature(String content) {
    try {
      Mac mac = Mac.getInstance(FUNCTION);
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + FUNCTION, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
