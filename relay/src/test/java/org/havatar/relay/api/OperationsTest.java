package org.havatar.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.havatar.relay.access.Answers;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.api.document.DocumentException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Document and handlers fit together, or nothing starts. */
final class OperationsTest {
  private static final String API =
      """
      openapi: 3.1.1
      info: {title: t, version: "1"}
      security: [{token: []}]
      components: {securitySchemes: {token: {type: http, scheme: bearer}}, responses: {%s}}
      paths:
        /a: {get: {operationId: getA, responses: {"200": {description: a}}}}
        /b: {get: {operationId: getB, security: [], responses: {"200": {description: b}}}}
      """
          .formatted(refusals());
  private static final Handler<RoutingContext> NOTHING = context -> {};

  private final Vertx vertx = Vertx.vertx();

  private static String refusals() {
    return "Refused401: {description: r}, Refused429: {description: r},"
        + " Refused500: {description: r}, Refused503: {description: r}";
  }

  @AfterEach
  void close() {
    Answers.of(vertx.close());
  }

  private static Operations operations(Map<String, Handler<RoutingContext>> proofs) {
    return new Operations(ApiDocument.of(Map.of("api.yaml", API)), proofs, NOTHING);
  }

  @Test
  void everyOperationOfTheDocumentNeedsAHandler() {
    Operations operations = operations(Map.of("token", NOTHING));
    operations.on("getA", NOTHING);
    assertThatThrownBy(() -> operations.bind(Router.router(vertx)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("getB");
  }

  @Test
  void everyHandlerNeedsAnOperationInTheDocument() {
    Operations operations = operations(Map.of("token", NOTHING));
    operations.on("getA", NOTHING);
    operations.on("getB", NOTHING);
    operations.on("getC", NOTHING);
    assertThatThrownBy(() -> operations.bind(Router.router(vertx)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("getC");
  }

  @Test
  void twoHandlersForOneOperationAreAMistake() {
    Operations operations = operations(Map.of("token", NOTHING));
    operations.on("getA", NOTHING);
    assertThatThrownBy(() -> operations.on("getA", NOTHING))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("getA");
  }

  @Test
  void aProtectedOperationIsNeverBoundWithoutWhatProtectsIt() {
    Operations operations = operations(Map.of());
    operations.on("getA", NOTHING);
    operations.on("getB", NOTHING);
    assertThatThrownBy(() -> operations.bind(Router.router(vertx)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("token");
  }

  @Test
  void whenBothSidesFitAllIsBound() {
    Operations operations = operations(Map.of("token", NOTHING));
    operations.on("getA", NOTHING);
    operations.on("getB", NOTHING);
    Router router = Router.router(vertx);
    operations.bind(router);
    assertThat(router.getRoutes()).extracting(route -> route.getPath()).contains("/a", "/b");
  }
}
