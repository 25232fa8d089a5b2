package org.havatar.ops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The tests know kit and judge, kit knows judge, and judge nobody. */
@AnalyzeClasses(packages = "org.havatar.ops", importOptions = OnlyIncludeTests.class)
final class TestArchitectureTest {
  private static final String KIT = "org.havatar.ops.kit..";
  private static final String JUDGE = "org.havatar.ops.judge..";

  @ArchTest
  static final ArchRule KIT_KNOWS_NO_TEST =
      noClasses()
          .that()
          .resideInAPackage(KIT)
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.havatar.ops..")
                  .and(not(resideInAPackage(KIT)))
                  .and(not(resideInAPackage(JUDGE))));

  @ArchTest
  static final ArchRule JUDGE_KNOWS_NO_TEST_AND_NO_KIT =
      noClasses()
          .that()
          .resideInAPackage(JUDGE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.havatar.ops..").and(not(resideInAPackage(JUDGE))));

  /** It judges what is handed to it: a process or a connection of its own could alter the run. */
  @ArchTest
  static final ArchRule JUDGE_STARTS_AND_ASKS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage(JUDGE)
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.Process.*|java\\.net\\..*|io\\.vertx\\..*");

  @ArchTest
  static final ArchRule KIT_ALONE_STARTS_PROCESSES =
      noClasses()
          .that()
          .resideOutsideOfPackage(KIT)
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.ProcessBuilder");
}
