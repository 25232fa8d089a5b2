package org.havatar.relay.api.document;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How long an operation stays.
 *
 * @param sunset when it goes, if that is decided
 * @param successor what to use instead: a path, perhaps with variables of its own path
 */
public record Lifecycle(
    Instant deprecatedSince, Optional<Instant> sunset, Optional<String> successor) {
  /** IMF-fixdate of RFC 9110 §5.6.7; the JDK's RFC 1123 leaves the day's zero out. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** Empty: it stays. */
  static Optional<Lifecycle> of(String operationId, JsonObject json) {
    Optional<Instant> since = moment(operationId, json, "x-deprecated-since");
    Optional<Instant> sunset = moment(operationId, json, "x-sunset");
    Optional<String> successor = Optional.ofNullable(json.getString("x-successor"));
    if (!json.getBoolean("deprecated", false)) {
      if (since.isPresent() || sunset.isPresent() || successor.isPresent()) {
        throw new DocumentException(operationId + " has to say deprecated: true");
      }
      return Optional.empty();
    }
    if (since.isEmpty()) {
      throw new DocumentException(operationId + " is deprecated and needs x-deprecated-since");
    }
    if (sunset.isPresent() && sunset.get().isBefore(since.get())) {
      throw new DocumentException(operationId + " goes before it is deprecated");
    }
    return Optional.of(new Lifecycle(since.get(), sunset, successor));
  }

  private static Optional<Instant> moment(String operationId, JsonObject json, String name) {
    String text = json.getString(name);
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new DocumentException(
          "%s: %s has to be a moment like 2026-11-21T13:00:00Z".formatted(operationId, name), e);
    }
  }

  /** For the header Deprecation (RFC 9745). */
  public String deprecation() {
    return "@" + deprecatedSince.getEpochSecond();
  }

  /** For the header Sunset (RFC 8594). */
  public Optional<String> sunsetDate() {
    return sunset.map(HTTP_DATE::format);
  }
}
