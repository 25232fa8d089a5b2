package org.havatar.relay.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON body. Unknown ones are ignored, wrong ones are a problem. */
final class Fields {
  private final JsonObject json;

  private Fields(JsonObject json) {
    this.json = json;
  }

  static Fields of(@Nullable Buffer body) {
    if (body == null) {
      throw new ProblemException(Problem.badJson());
    }
    try {
      return new Fields(new JsonObject(body));
    } catch (DecodeException | ClassCastException e) {
      throw new ProblemException(Problem.badJson());
    }
  }

  String text(String name, int maxLength) {
    return optionalText(name, maxLength)
        .orElseThrow(() -> new ProblemException(Problem.missingField(name)));
  }

  /** Null counts as absent. */
  Optional<String> optionalText(String name, int maxLength) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && text.length() <= maxLength) {
      return Optional.of(text);
    }
    throw new ProblemException(
        Problem.outOfRange(
            "%s has to be text of at most %d characters.".formatted(name, maxLength)));
  }
}
