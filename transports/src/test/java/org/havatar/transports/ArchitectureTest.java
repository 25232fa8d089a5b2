package org.havatar.transports;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know what, in this module. */
@AnalyzeClasses(packages = "org.havatar.transports", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] ALWAYS = {"java..", "org.jspecify.annotations.."};

  @ArchTest
  static final ArchRule WIRE_KNOWS_ONLY_STREAMING_JSON =
      classes()
          .that()
          .resideInAPackage("..transports.wire..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("..transports.wire..", "com.fasterxml.jackson.core.."));

  @ArchTest
  static final ArchRule AUTHORITY_KNOWS_WIRE =
      classes()
          .that()
          .resideInAPackage("..transports.authority..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("..transports.authority..", "..transports.wire.."));

  @ArchTest
  static final ArchRule CLOCK_KNOWS_NOTHING =
      classes()
          .that()
          .resideInAPackage("..transports.clock..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("..transports.clock.."));

  @ArchTest
  static final ArchRule NATIVES_KNOW_NOTHING =
      classes()
          .that()
          .resideInAPackage("..transports.natives..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("..transports.natives.."));

  @ArchTest
  static final ArchRule LINK_KNOWS_WIRE =
      classes()
          .that()
          .resideInAPackage("..transports.link..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("..transports.link..", "..transports.wire.."));

  @ArchTest
  static final ArchRule HTTP_KNOWS_LINK_WIRE_AND_VERTX =
      classes()
          .that()
          .resideInAPackage("..transports.http..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "..transports.http..",
                  "..transports.link..",
                  "..transports.wire..",
                  "io.vertx..",
                  "io.netty..",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule SERVER_KNOWS_WHAT_TRANSPORTS_SHARE_AND_NONE_OF_THEM =
      classes()
          .that()
          .resideInAPackage("..transports.server..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "..transports.server..",
                  "..transports.http..",
                  "..transports.link..",
                  "io.vertx.core"));

  /** Another transport gets the same rule: none knows any other. */
  @ArchTest
  static final ArchRule WEBSOCKET_KNOWS_WHAT_TRANSPORTS_SHARE =
      classes()
          .that()
          .resideInAPackage("..transports.websocket..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "..transports.websocket..",
                  "..transports.server..",
                  "..transports.http..",
                  "..transports.link..",
                  "..transports.wire..",
                  "io.vertx..",
                  "io.netty..",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule PACKAGES_KNOW_EACH_OTHER_ONE_WAY =
      slices().matching("org.havatar.transports.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SETTINGS_KNOW_YAML_ONLY =
      classes()
          .that()
          .resideInAPackage("..transports.settings..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "..transports.settings..",
                  "org.yaml.snakeyaml..",
                  "ch.qos.logback..",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule NOTHING_HERE_KNOWS_SETTINGS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..transports.settings..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..transports.settings..");

  @ArchTest
  static final ArchRule TIME_IS_AN_ARGUMENT =
      noClasses()
          .that()
          .resideOutsideOfPackage("..transports.clock..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Base)$");

  @ArchTest
  static final ArchRule NO_PACKAGES_KNOW_EACH_OTHER_IN_A_CIRCLE =
      slices().matching("org.havatar.(**)").should().beFreeOfCycles();

  private static String[] with(String... more) {
    String[] all = java.util.Arrays.copyOf(ALWAYS, ALWAYS.length + more.length);
    System.arraycopy(more, 0, all, ALWAYS.length, more.length);
    return all;
  }
}
