package org.havatar.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know what, in this module. */
@AnalyzeClasses(packages = "org.havatar.bridge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] EVERYBODY = {
    "java..",
    "org.jspecify.annotations..",
    "org.slf4j..",
    "org.havatar.bridge..",
    "org.havatar.transports.wire..",
    "org.havatar.transports.authority..",
    "org.havatar.transports.link..",
    "org.havatar.transports.clock.."
  };

  @ArchTest
  static final ArchRule KNOWS_WIRE_AUTHORITY_LINK_DIALERS_AND_VERTX =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "org.havatar.transports.websocket..",
                  "io.vertx..",
                  "org.havatar.transports.natives..",
                  "org.havatar.transports.settings..",
                  "picocli..",
                  "ch.qos.logback.classic..",
                  "com.sun.jna..",
                  "com.fazecast.jSerialComm.."));

  @ArchTest
  static final ArchRule ONLY_VERTICLE_AND_MAIN_KNOW_VERTX_AND_THE_TRANSPORTS =
      noClasses()
          .that()
          .doNotHaveSimpleName("BridgeVerticle")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "org.havatar.transports.websocket..");

  @ArchTest
  static final ArchRule NOBODY_READS_CLOCKS_BUT_THE_ONE_OF_TRANSPORTS =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.time..");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Base)$");

  @ArchTest
  static final ArchRule ONLY_MAIN_IS_PUBLIC =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule NO_PACKAGES_KNOW_EACH_OTHER_IN_A_CIRCLE =
      slices().matching("org.havatar.(**)").should().beFreeOfCycles();

  private static String[] with(String... more) {
    String[] all = java.util.Arrays.copyOf(EVERYBODY, EVERYBODY.length + more.length);
    System.arraycopy(more, 0, all, EVERYBODY.length, more.length);
    return all;
  }
}
