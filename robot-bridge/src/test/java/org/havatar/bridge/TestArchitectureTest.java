package org.havatar.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the tests themselves keep to. */
@AnalyzeClasses(packages = "org.havatar.bridge", importOptions = OnlyIncludeTests.class)
class TestArchitectureTest {
  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NOTHING_IS_PUBLIC =
      classes().that().areTopLevelClasses().should().notBePublic();
}
