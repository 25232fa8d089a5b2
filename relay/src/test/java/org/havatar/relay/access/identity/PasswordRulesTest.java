package org.havatar.relay.access.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PasswordRulesTest {
  @Test
  void longOnesThatNobodyGuessesFirstAreGood() {
    for (String good : List.of("correct horse", "wet paper boat 7", "1234567890x", "zebra-lamp")) {
      assertThat(PasswordRules.faultOf(good, "ana")).as(good).isEmpty();
    }
  }

  @Test
  void whatOthersGuessFirstIsRefused() {
    for (String bad :
        List.of(
            "Password123",
            "qwertyuiop",
            "1234567890",
            "9876543210",
            "abcdefghijkl",
            "aaaaaaaaaaaa",
            "ababababababab")) {
      assertThat(PasswordRules.faultOf(bad, "ana")).as(bad).isPresent();
    }
  }

  @Test
  void theUserNameIsNoPartOfIt() {
    assertThat(PasswordRules.faultOf("my Mariana boat", "mariana")).isPresent();
    assertThat(PasswordRules.faultOf("boxes of beans", "bo")).isEmpty();
  }

  @Test
  void shortAndEndlessOnesAreRefused() {
    assertThat(PasswordRules.faultOf("nine char", "ana")).isPresent();
    assertThat(PasswordRules.faultOf("x y z ".repeat(50), "ana")).isPresent();
  }

  @Test
  void theListOfCommonOnesIsWorthTheName() {
    assertThat(PasswordRules.known()).isGreaterThan(30_000);
  }

  @Test
  void aFewDigitsAndSignsMakeNoOtherPasswordOfACommonOne() {
    for (String bad :
        List.of(
            "Password!!",
            "p@ssw0rd2024",
            "Pa$$w0rd12",
            "2024dragon",
            "sunshine!1",
            "Football99",
            "1loveyou!!",
            "monkey123456",
            "qwerty987654321",
            "princess2026!",
            "baseballbaseball",
            "Starwars#1")) {
      assertThat(PasswordRules.faultOf(bad, "ana")).as(bad).isPresent();
    }
  }

  @Test
  void moreThanAFewMakeAnotherOne() {
    for (String good : List.of("dragon 7304 lamp", "horse7395018264", "blue-sunshine-boat")) {
      assertThat(PasswordRules.faultOf(good, "ana")).as(good).isEmpty();
    }
  }
}
