package org.havatar.relay.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that were written for version 1 go on working. {@code contract.txt} holds what they may
 * rely on. After an addition, write it anew: {@code mvn -pl transports,relay test
 * -Dtest=ContractTest -Dcontract.refresh=true -Dsurefire.failIfNoSpecifiedTests=false}. A breaking
 * change can't be refreshed away: it belongs under /api/v2 (ops/docs/api.md).
 */
final class ContractTest {
  private static final Path KEPT =
      Path.of("src/test/resources/org/havatar/relay/api/document/contract.txt");
  private static final String REFRESH = "contract.refresh";

  private static Contract now() throws IOException {
    return Contract.of(ApiDocument.load(ContractTest.class.getClassLoader()));
  }

  private static Contract kept() throws IOException {
    return Contract.parse(Files.readAllLines(KEPT));
  }

  @Test
  void nothingThatProgramsRelyOnIsBroken() throws IOException {
    assertThat(kept().facts()).isNotEmpty();
    assertThat(kept().broken(now())).isEmpty();
  }

  @Test
  void theSnapshotIsThatOfToday() throws IOException {
    if (Boolean.getBoolean(REFRESH)) {
      assumeThat(kept().broken(now())).as("broken, so not written anew").isEmpty();
      Files.write(KEPT, now().lines());
    }
    assertThat(now().lines())
        .as("additions have to be written down: run with -D%s=true", REFRESH)
        .isEqualTo(Files.readAllLines(KEPT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a takes body:x = optional string     | a takes body:x = required string
          a takes body:x = optional string     | a takes body:x = optional integer
          a takes body:x = optional string [p, q] | a takes body:x = optional string [p]
          a takes query:x = optional string    |
          a answers 200:x = always string      | a answers 200:x = sometimes string
          a answers 200:x = always string      | a answers 200:x = always integer
          a answers 200:x = always string      |
          a answers 200:x = always string [p]  | a answers 200:x = always string [p, q]
          a answers 200: = application/json    |
          a is = GET /a for token              |
          a is = GET /a for token              | a is = GET /b for token
          a is = GET /a for everybody          | a is = GET /a for token
          a is = GET /a for token              | a is = GET /a for token, administrators
          a is = GET /a for token              | a is = GET /a for token\\na takes body:y = required string
          a is = GET /a for token              | a is = GET /a for token\\na takes query:y = required string
          """)
  void whatBreaksProgramsIsNoticed(String was, @Nullable String is) {
    assertThat(broken(was, is)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a takes body:x = required string     | a takes body:x = optional string
          a takes body:x = optional string [p] | a takes body:x = optional string [p, q]
          a answers 200:x = sometimes string   | a answers 200:x = always string
          a answers 200:x = always string [p, q] | a answers 200:x = always string [p]
          a is = GET /a for token, administrators | a is = GET /a for token
          a is = GET /a for token              | a is = GET /a for token\\na takes body:y = optional object\\na takes body:y.z = required string
          a is = GET /a for token              | a is = GET /a for token\\na answers 200:y = always string
          a is = GET /a for token              | a is = GET /a for token\\nb is = GET /b for token\\nb takes body:y = required string
          """)
  void additionsBreakNothing(String was, String is) {
    assertThat(broken(was, is)).isEmpty();
  }

  private static List<String> broken(String was, @Nullable String is) {
    return Contract.parse(List.of(was)).broken(Contract.parse(lines(is)));
  }

  private static List<String> lines(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split("\\\\n", -1));
  }
}
