package org.havatar.relay.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.havatar.relay.api.document.Resources;

/**
 * The driving page, read from the class path into memory once: no path of a request ever reaches a
 * file system. Files below {@code /assets/} carry a hash in their name and never change; the rest
 * is asked for again each time.
 */
public final class Page {
  /** Where the frontend's jar keeps the page. */
  public static final String RESOURCE = "org/havatar/frontend/page";

  private static final String INDEX = "/index.html";

  private final Map<String, Asset> assets;

  private Page(Map<String, Asset> assets) {
    this.assets = Map.copyOf(assets);
  }

  /** Reads the page, of which there may be none. Blocks. */
  public static Page load(ClassLoader classes, String resource) throws IOException {
    Map<String, Asset> assets = new HashMap<>();
    Resources.read(classes, resource)
        .forEach((name, bytes) -> assets.put("/" + name, asset("/" + name, bytes)));
    Asset index = assets.get(INDEX);
    if (index != null) {
      assets.put("/", index);
    }
    return new Page(assets);
  }

  public boolean isEmpty() {
    return !assets.containsKey("/");
  }

  boolean has(String path) {
    return assets.containsKey(path);
  }

  /** What a whole answer to that path holds; 0 when nothing is there. */
  long bytesOf(String path) {
    Asset asset = assets.get(path);
    return asset == null ? 0 : asset.bytes().length();
  }

  /** Answers for a file of the page, else hands on to the next route. */
  void handle(RoutingContext context) {
    Asset asset = assets.get(context.normalizedPath());
    HttpMethod method = context.request().method();
    if (asset == null) {
      context.next();
    } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      asset.serve(context);
    } else {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      context.fail(405);
    }
  }

  private static Asset asset(String path, byte[] bytes) {
    boolean hashed = path.startsWith("/assets/");
    return Asset.of(
        Buffer.buffer(bytes),
        contentType(path),
        hashed ? "public, max-age=31536000, immutable" : Asset.ASKED_AGAIN);
  }

  private static String contentType(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return switch (extension) {
      case "html" -> "text/html;charset=utf-8";
      case "js" -> "text/javascript;charset=utf-8";
      case "css" -> "text/css;charset=utf-8";
      case "txt" -> "text/plain;charset=utf-8";
      case "json" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "webp" -> "image/webp";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "mp3" -> "audio/mpeg";
      default -> "application/octet-stream";
    };
  }
}
