package org.havatar.relay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package may know which; the table is in ARCHITECTURE §3. */
final class ArchitectureTest {
  private static final String ROOT = "org.havatar.relay";
  private static final String OWN = "org.havatar..";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages(ROOT);

  /** Of the project's own packages, {@code name} knows itself and those that are listed. */
  private static void knowsOnly(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    System.arraycopy(others, 0, allowed, 0, others.length);
    allowed[others.length] = ROOT + "." + name + "..";
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(OWN).and(not(resideInAnyPackage(allowed))))
        .check(MAIN);
  }

  @Test
  void sessionsKnowTheProtocolAndTheirOwnPortsOnly() {
    knowsOnly(
        "session",
        "org.havatar.transports.wire",
        "org.havatar.transports.authority",
        "org.havatar.transports.link");
  }

  @Test
  void whatSessionsSayToEachOtherKnowsNoSession() {
    knowsOnly("session.message", "org.havatar.transports.wire");
  }

  @Test
  void sessionsArePlainObjectsWithoutVertx() {
    noClasses()
        .that()
        .resideInAPackage("org.havatar.relay.session..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(MAIN);
  }

  @Test
  void routingKnowsSessionPortsAndTheWireOnly() {
    knowsOnly(
        "routing",
        "org.havatar.relay.session..",
        "org.havatar.transports.wire",
        "org.havatar.transports.link");
  }

  @Test
  void onlyRoutingUsesTheEventBus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.routing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.core.eventbus..")
        .check(MAIN);
  }

  @Test
  void accessKnowsItsOwnPortsOnly() {
    knowsOnly("access");
  }

  @Test
  void copiesKnowTheLogThatTheyCopyOnly() {
    knowsOnly("copy", "org.havatar.relay.access..");
  }

  @Test
  void theStoreKnowsThePortsThatItServesOnly() {
    knowsOnly("store", "org.havatar.relay.access..", "org.havatar.relay.session..");
  }

  @Test
  void onlyTheStoreKnowsItsEngineAndOnlyAccessHashes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.h2..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.store.redis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.redis..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.access..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle.crypto..")
        .check(MAIN);
  }

  @Test
  void metricsKnowThePortsThatTheyServeAndNobodyElseKnowsMicrometer() {
    knowsOnly(
        "metrics",
        "org.havatar.relay.session..",
        "org.havatar.relay.access..",
        "org.havatar.relay.api..",
        "org.havatar.relay.limits",
        "org.havatar.transports.wire",
        "org.havatar.transports.link");
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.prometheus..", "io.vertx.micrometer..")
        .check(MAIN);
  }

  @Test
  void settingsKnowWhomTheyAreForAndNothingOfTheNode() {
    knowsOnly(
        "config",
        "org.havatar.relay.access..",
        "org.havatar.relay.api..",
        "org.havatar.relay.limits",
        "org.havatar.transports.settings..");
  }

  @Test
  void limitsKnowWhereAConnectionComesFromAndNothingElse() {
    knowsOnly("limits", "org.havatar.transports.link");
  }

  @Test
  void gatheredLinesKnowNothingOfTheRelay() {
    knowsOnly("log");
  }

  @Test
  void theInterfacesDocumentKnowsNothingOfTheRelay() {
    knowsOnly("api.document");
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.api.document..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.json.schema..", "org.yaml..")
        .check(MAIN);
  }

  @Test
  void onlyTheWiringKnowsTheInterface() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.havatar.relay.session..",
            "org.havatar.relay.routing..",
            "org.havatar.relay.access..",
            "org.havatar.relay.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.havatar.relay.api..")
        .check(MAIN);
  }

  @Test
  void nobodyKnowsTheWiringButTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".node")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, ROOT + ".node")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".node")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(MAIN);
  }

  @Test
  void onlyTheWiringReadsClocks() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".node")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callConstructor(java.util.Date.class)
        .check(MAIN);
  }

  @Test
  void nobodySleepsNotEvenTests() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .orShould()
        .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
        .check(WITH_TESTS);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameStartingWith("Base")
        .orShould()
        .haveSimpleNameEndingWith("Base")
        .check(WITH_TESTS);
  }

  @Test
  void inEveryPackageNothingIsNullUnlessItSaysSo() {
    List<String> unmarked =
        MAIN.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
  }
}
