package org.havatar.relay.api;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.api.document.ReferencePage;

/** {@code GET /api/openapi.json}, {@code /api/docs}: what the interface is. */
final class DocumentRoutes implements Routes {
  private final Asset json;
  private final Asset page;
  private final Asset style;

  DocumentRoutes(ApiDocument document) {
    json = asset(document.json().encode(), "application/json");
    page = asset(new ReferencePage(document).html(), "text/html;charset=utf-8");
    style = asset(style(), "text/css;charset=utf-8");
  }

  private static Asset asset(String text, String contentType) {
    return Asset.of(Buffer.buffer(text), contentType, Asset.ASKED_AGAIN);
  }

  private static String style() {
    try (InputStream in = DocumentRoutes.class.getResourceAsStream("reference.css")) {
      if (in == null) {
        throw new IllegalStateException("the program was packed without reference.css");
      }
      return Buffer.buffer(in.readAllBytes()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getDocument", json::serve);
    operations.on("getReference", page::serve);
    operations.on("getReferenceStyle", style::serve);
  }
}
