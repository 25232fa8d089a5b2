package org.havatar.relay.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
