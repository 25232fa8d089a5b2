package org.havatar.ops.kit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The relay's public side as a client program sees it, trusting that relay's certificate only. */
public final class RelayApi implements AutoCloseable {
  static final String SUBPROTOCOL = "havatar.1";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonFactory JSON = new JsonFactory();

  private final int port;
  private final SSLContext tls;
  private final HttpClient http;

  public RelayApi(int port, Path certificate) {
    this.port = port;
    this.tls = trusting(certificate);
    this.http = HttpClient.newBuilder().sslContext(tls).connectTimeout(TIMEOUT).build();
  }

  public int port() {
    return port;
  }

  public SSLContext tls() {
    return tls;
  }

  /** HTTP status of a request without proof; −1 while nobody answers. */
  public int status(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri("https", path)).timeout(TIMEOUT).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A token for that account. */
  public String login(String username, String password) {
    String body = "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
    return field(post("/api/login", "", body), "token");
  }

  public String ticket(String token) {
    return field(post("/api/tickets", token, "{}"), "ticket");
  }

  /** Opens a client's socket with a fresh ticket. */
  public WebSocket connect(String token, String instance, WebSocket.Listener listener) {
    return open(ticket(token), instance, listener);
  }

  /** Opens a client's socket with that ticket, which may come another way. */
  public WebSocket open(String ticket, String instance, WebSocket.Listener listener) {
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .subprotocols(SUBPROTOCOL)
            .connectTimeout(TIMEOUT)
            .buildAsync(uri("wss", "/ws/client/" + instance + "?ticket=" + ticket), listener);
    return opening.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  public HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  /** Whatever the answer is. */
  public HttpResponse<String> tryPost(String path, String token, String body) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Whatever the answer is. */
  public HttpResponse<String> ask(String method, String path, String token, String body) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("https", path)).timeout(TIMEOUT);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** All texts of that name, wherever they stand. */
  public static List<String> texts(String json, String name) {
    List<String> found = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals(name)
            && parser.nextToken() == JsonToken.VALUE_STRING) {
          found.add(parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private String post(String path, String token, String body) {
    HttpResponse<String> answer = tryPost(path, token, body);
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + port + path);
  }

  /** The text of that name, wherever it stands. */
  public static String field(String json, String name) {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals(name)) {
          return parser.nextTextValue();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("no " + name + " in the answer");
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static SSLContext trusting(Path certificate) {
    try (InputStream in = Files.newInputStream(certificate)) {
      Certificate trusted = CertificateFactory.getInstance("X.509").generateCertificate(in);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("relay", trusted);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot trust " + certificate, e);
    }
  }
}
