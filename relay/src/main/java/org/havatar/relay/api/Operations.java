package org.havatar.relay.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.havatar.relay.api.document.ApiDocument;
import org.havatar.relay.api.document.DocumentException;
import org.havatar.relay.api.document.FreshProof;
import org.havatar.relay.api.document.Lifecycle;
import org.havatar.relay.api.document.Operation;
import org.havatar.relay.api.document.Operation.Protection;

/**
 * Binds handlers to the document's operations, by their operationId. A handler runs when the
 * request has proved who asks, is allowed to, and is as the document says.
 */
final class Operations {
  static final long MAX_BODY_BYTES = 16 * 1024;

  private static final String ARGUMENTS = "arguments";
  private static final String BODY = "body";
  private static final String REFUSAL = "refusal";
  private static final String READING = "reading";

  private record Bound(
      Handler<RoutingContext> handler, BiConsumer<RoutingContext, Problem> refusal) {}

  private final ApiDocument document;
  private final Map<String, Handler<RoutingContext>> proofs;
  private final Handler<RoutingContext> administratorsOnly;
  private final BodyHandler bodies = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
  private final Map<String, Bound> byId = new HashMap<>();

  /**
   * @param proofs by security scheme of the document: lets in whoever proves who it is
   * @param administratorsOnly comes after a proof
   */
  Operations(
      ApiDocument document,
      Map<String, Handler<RoutingContext>> proofs,
      Handler<RoutingContext> administratorsOnly) {
    this.document = document;
    this.proofs = proofs;
    this.administratorsOnly = administratorsOnly;
  }

  void on(String operationId, Handler<RoutingContext> handler) {
    on(operationId, handler, (context, problem) -> problem.answer(context));
  }

  /**
   * @param refusal answers in the operation's own shape what can't be done
   */
  void on(
      String operationId,
      Handler<RoutingContext> handler,
      BiConsumer<RoutingContext, Problem> refusal) {
    if (byId.put(operationId, new Bound(handler, refusal)) != null) {
      throw new DocumentException("two handlers for " + operationId);
    }
  }

  /**
   * Once, after all handlers are known.
   *
   * @throws DocumentException when an operation has no handler, or a handler no operation
   */
  void bind(Router router) {
    Set<String> handled = new TreeSet<>(byId.keySet());
    for (Operation operation : document.operations()) {
      Bound bound = byId.get(operation.id());
      if (bound == null) {
        throw new DocumentException("no handler for the operation " + operation.id());
      }
      handled.remove(operation.id());
      bind(router.route(operation.method(), operation.template()), operation, bound);
    }
    if (!handled.isEmpty()) {
      throw new DocumentException("no operation in the document for the handlers " + handled);
    }
  }

  private void bind(Route route, Operation operation, Bound bound) {
    route.handler(context -> begin(context, bound));
    operation
        .lifecycle()
        .ifPresent(lifecycle -> route.handler(context -> warn(context, lifecycle)));
    Protection protection = operation.protection();
    protection.scheme().ifPresent(scheme -> route.handler(proof(scheme)));
    if (protection.administratorsOnly()) {
      route.handler(administratorsOnly);
    }
    route.handler(
        context -> {
          context.put(ARGUMENTS, RequestCheck.arguments(operation, context));
          context.next();
        });
    Optional<FreshProof> proof = protection.proof();
    boolean isByBody = proof.flatMap(FreshProof::exempt).isPresent();
    if (proof.isPresent() && !isByBody) {
      route.handler(Guards::provenLately);
    }
    operation.body().ifPresent(body -> readBody(route, body));
    if (isByBody) {
      route.handler(context -> proveUnlessExempt(context, proof.get()));
    }
    route.handler(bound.handler());
  }

  private static void proveUnlessExempt(RoutingContext context, FreshProof proof) {
    if (proof.isNeededFor(body(context))) {
      Guards.provenLately(context);
    } else {
      context.next();
    }
  }

  private Handler<RoutingContext> proof(String scheme) {
    Handler<RoutingContext> proof = proofs.get(scheme);
    if (proof == null) {
      throw new DocumentException("nothing proves by the security scheme " + scheme);
    }
    return proof;
  }

  /** The body waits until somebody wants it: what is refused before is not read into memory. */
  private static void begin(RoutingContext context, Bound bound) {
    context.put(REFUSAL, bound.refusal());
    HttpServerRequest request = context.request();
    if (!request.isEnded()) {
      request.pause();
      context.addEndHandler(ignored -> letFlow(request));
    }
    context.next();
  }

  private static void warn(RoutingContext context, Lifecycle lifecycle) {
    HttpServerResponse response =
        context.response().putHeader("deprecation", lifecycle.deprecation());
    lifecycle.sunsetDate().ifPresent(date -> response.putHeader("sunset", date));
    lifecycle
        .successor()
        .ifPresent(path -> response.putHeader("link", successorLink(context, path)));
    context.next();
  }

  private static String successorLink(RoutingContext context, String path) {
    String filled = path;
    for (Map.Entry<String, String> each : context.pathParams().entrySet()) {
      String value = URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8).replace("+", "%20");
      filled = filled.replace("{" + each.getKey() + "}", value);
    }
    return "<%s>; rel=\"successor-version\"".formatted(filled);
  }

  /** Also what nobody wants has to be read: the next request of the connection stands behind it. */
  private static void letFlow(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }

  private void readBody(Route route, Operation.Body body) {
    route.handler(
        context -> {
          JsonBody.checkType(context.request());
          context.put(READING, true);
          bodies.handle(context);
          letFlow(context.request());
        });
    route.handler(
        context -> {
          context.remove(READING);
          context.put(BODY, RequestCheck.body(body, context));
          context.next();
        });
  }

  static Arguments arguments(RoutingContext context) {
    Arguments arguments = context.get(ARGUMENTS);
    if (arguments == null) {
      throw new IllegalStateException("no operation of the document");
    }
    return arguments;
  }

  /**
   * The body didn't come to its end: whatever failed meanwhile, such as the size of a chunk that is
   * no number, is in what was sent.
   */
  static boolean isReadingBody(RoutingContext context) {
    return context.get(READING) != null;
  }

  /** As the document describes it; empty when it may be left out and was. */
  static JsonObject body(RoutingContext context) {
    JsonObject body = context.get(BODY);
    return body == null ? new JsonObject() : body;
  }

  /** In the shape of the operation that was asked for, if any. */
  static void refuse(RoutingContext context, Problem problem) {
    if (context.response().ended()) {
      return;
    }
    BiConsumer<RoutingContext, Problem> refusal = context.get(REFUSAL);
    if (refusal == null) {
      problem.answer(context);
    } else {
      refusal.accept(context, problem);
    }
  }
}
