package org.havatar.relay.api.document;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * An operation is for logins only that were proven lately: it gives rights away, or can't be
 * undone. In the document {@code x-fresh-proof: true}.
 *
 * @param exempt the body that only takes something away and needs no proof, if there is one: {@code
 *     x-fresh-proof-unless}
 */
public record FreshProof(Optional<JsonObject> exempt) {
  /** By which an operation says so. */
  static final String MARK = "x-fresh-proof";

  static final String EXEMPT = MARK + "-unless";

  static Optional<FreshProof> of(JsonObject operation) {
    return operation.getBoolean(MARK, false)
        ? Optional.of(new FreshProof(Optional.ofNullable(operation.getJsonObject(EXEMPT))))
        : Optional.empty();
  }

  /**
   * Whether this request wants one.
   *
   * @param body as it was read; empty when there is none
   */
  public boolean isNeededFor(JsonObject body) {
    return exempt.filter(body::equals).isEmpty();
  }
}
