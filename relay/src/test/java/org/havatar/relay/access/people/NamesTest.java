package org.havatar.relay.access.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
  @Test
  void passwordsHaveAtLeastTenCharacters() {
    assertThat(Names.faultOfPassword("123456789"))
        .contains("A password has at least 10 characters.");
    assertThat(Names.faultOfPassword("1234567890")).isEmpty();
    assertThat(Names.faultOfPassword("x".repeat(201))).isPresent();
  }

  @Test
  void robotIdsAreThoseOfTheProtocol() {
    assertThat(Names.faultOfRobotId("Tank_1.b-c")).isEmpty();
    assertThat(Names.faultOfRobotId("x".repeat(64))).isEmpty();
    assertThat(Names.faultOfRobotId("x".repeat(65))).isPresent();
    assertThat(Names.faultOfRobotId("")).isPresent();
    assertThat(Names.faultOfRobotId("a/b")).isPresent();
    assertThat(Names.faultOfRobotId("a\n")).isPresent();
  }

  @Test
  void userNamesAreLowerCase() {
    assertThat(Names.userName("ANA")).isEqualTo("ana");
    assertThat(Names.faultOfUserName("ana@example.org")).isEmpty();
    assertThat(Names.faultOfUserName("Ana")).isPresent();
    assertThat(Names.faultOfUserName("a b")).isPresent();
  }

  @Test
  void otherNamesHaveNoControlCharacters() {
    assertThat(Names.faultOfText("Ștefan 로봇")).isEmpty();
    assertThat(Names.faultOfText(" ")).isPresent();
    assertThat(Names.faultOfText("a\u0007")).isPresent();
    assertThat(Names.faultOfText("x".repeat(201))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ștefan 로봇",
        "Ана Иванова",
        "Άννα (Anna)",
        "安娜 Anna",
        "ロボットA号",
        "Mẹ Nguyễn",
        "می\u200cخواهم",
        "👩\u200d🦽 Ana",
        "Tank №1 – kitchen",
        "שרה Levi"
      })
  void namesOfAllPeopleMayBeShown(String name) {
    assertThat(Names.faultOfText(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ana \u202egnp.exe",
        "\u2066Ana\u2069",
        "Ana\u200e",
        "An\u200ba",
        "An\u200da",
        "Ana\u00ad",
        "\ufeffAna",
        "Ana\u2028Ben",
        "Ana\ue000",
        "a\u0300\u0301\u0302\u0303\u0304",
        "An\u0430",
        "\u0391na",
        "аdmin",
        "An4а"
      })
  void noNameTurnsTextAroundHidesSomethingOrLooksLikeAnotherByItsLetters(String name) {
    assertThat(Names.faultOfText(name)).isPresent();
  }
}
