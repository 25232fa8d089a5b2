package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.havatar.relay.api.document.Fault;
import org.havatar.relay.api.document.Operation;
import org.havatar.relay.api.document.Operation.Body;
import org.havatar.relay.api.document.Parameter;
import org.havatar.relay.api.document.Parameter.Where;
import org.jspecify.annotations.Nullable;

/** Judges what a request says by what the document asks for. */
final class RequestCheck {
  private RequestCheck() {}

  static Arguments arguments(Operation operation, RoutingContext context) {
    Map<String, Object> byName = new HashMap<>();
    for (Parameter each : operation.parameters()) {
      argument(each, context).ifPresent(value -> byName.put(each.name(), value));
    }
    return new Arguments(Map.copyOf(byName));
  }

  private static Optional<Object> argument(Parameter parameter, RoutingContext context) {
    String text = text(parameter, context);
    if (text == null) {
      if (parameter.required()) {
        throw new ProblemException(Problem.missingField(parameter.name()));
      }
      return parameter.otherwise();
    }
    Object value = parameter.read(text);
    parameter
        .faultOf(value)
        .ifPresent(
            fault -> {
              // There can't be anything under a name that is none.
              throw new ProblemException(
                  parameter.where() == Where.PATH
                      ? Problem.ofStatus(404)
                      : Problem.outOfRange(parameter.name(), fault.expected()));
            });
    return Optional.of(value);
  }

  private static @Nullable String text(Parameter parameter, RoutingContext context) {
    return switch (parameter.where()) {
      case PATH -> context.pathParam(parameter.name());
      case HEADER -> context.request().getHeader(parameter.name());
      case QUERY -> {
        List<String> values = context.queryParam(parameter.name());
        if (values.size() > 1) {
          throw new ProblemException(Problem.outOfRange(parameter.name(), "given once"));
        }
        yield values.isEmpty() ? null : values.get(0);
      }
    };
  }

  /** Null: none, and none was asked for. */
  static @Nullable JsonObject body(Body body, RoutingContext context) {
    if (!body.required() && (context.body().buffer() == null || context.body().length() == 0)) {
      return null;
    }
    JsonObject json =
        (JsonObject) body.shape().withoutNulls(JsonBody.read(context.body().buffer()));
    body.shape()
        .faultOf(json)
        .ifPresent(
            fault -> {
              throw new ProblemException(problem(fault));
            });
    return json;
  }

  private static Problem problem(Fault fault) {
    return switch (fault.kind()) {
      case MISSING -> Problem.missingField(fault.field());
      case WRONG ->
          Problem.outOfRange(fault.field().isEmpty() ? "body" : fault.field(), fault.expected());
    };
  }
}
