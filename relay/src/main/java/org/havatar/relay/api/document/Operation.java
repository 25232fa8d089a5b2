package org.havatar.relay.api.document;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that the interface can do.
 *
 * @param path as the document writes it: {@code /api/robots/{robotId}}
 * @param protection who may ask
 * @param body what it has to say, when it takes a body
 * @param lifecycle when it is on its way out
 * @param json its part of the document, all references replaced by what they name
 */
public record Operation(
    String id,
    HttpMethod method,
    String path,
    Protection protection,
    List<Parameter> parameters,
    Optional<Body> body,
    Optional<Lifecycle> lifecycle,
    JsonObject json) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)}");

  /**
   * Who may ask.
   *
   * @param scheme how a request proves who it is from, by its name in the document; empty: anybody
   * @param proof when the login has to have been proven lately
   */
  public record Protection(
      Optional<String> scheme, boolean administratorsOnly, Optional<FreshProof> proof) {}

  /** A body of JSON. */
  public record Body(boolean required, Shape shape) {}

  /** As Vert.x routes and metrics write it: {@code /api/robots/:robotId}. */
  public String template() {
    return VARIABLE.matcher(path).replaceAll(":$1");
  }

  /** Of the paths that are meant. */
  public Pattern pattern() {
    return Pattern.compile(VARIABLE.matcher(path).replaceAll("[^/]+"));
  }

  /** Whether this path has to be tried before that: what is written out goes before variables. */
  static int byPrecedence(Operation one, Operation other) {
    String a = one.path().replace('{', '\uffff');
    String b = other.path().replace('{', '\uffff');
    return a.equals(b) ? one.method().name().compareTo(other.method().name()) : a.compareTo(b);
  }
}
