package org.havatar.relay.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a request says in its path, query and headers, checked against the document. */
record Arguments(Map<String, Object> byName) {
  /** Of one that the document requires, or gives a default. */
  String text(String name) {
    return optionalText(name).orElseThrow(() -> new IllegalStateException(name + " is optional"));
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(byName.get(name)).map(String::valueOf);
  }

  /** Of one that the document requires, or gives a default. */
  long integer(String name) {
    return optionalInteger(name)
        .orElseThrow(() -> new IllegalStateException(name + " is optional"));
  }

  OptionalLong optionalInteger(String name) {
    return byName.get(name) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** Of a {@code MomentOrMs}: epoch milliseconds, not negative. */
  OptionalLong momentMs(String name) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(
          text.get().matches("\\d{1,15}")
              ? Long.parseLong(text.get())
              : Math.max(0, Instant.parse(text.get()).toEpochMilli()));
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          Problem.outOfRange(name, "epoch milliseconds or a moment like 2026-11-21T13:00:00Z"));
    }
  }
}
