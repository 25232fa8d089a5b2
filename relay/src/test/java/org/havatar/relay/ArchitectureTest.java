package org.havatar.relay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
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
import java.util.stream.Stream;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.robots.Permission;
import org.havatar.relay.access.robots.Permissions;
import org.havatar.relay.access.robots.Rank;
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
  void theRoomsOfASessionKnowWhatLiesBelowThemOnly() {
    String[] protocol = {
      "org.havatar.transports.wire",
      "org.havatar.transports.authority",
      "org.havatar.transports.link"
    };
    String port = ROOT + ".session.port";
    String message = ROOT + ".session.message";
    String connection = ROOT + ".session.connection";
    knowsOnly("session.port", with(protocol, message));
    knowsOnly("session.connection", with(protocol, message, port));
    knowsOnly("session.client", with(protocol, message, port, connection));
    knowsOnly("session.robot", with(protocol, message, port, connection));
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void onlySessionsThemselvesKnowBothRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".session", ROOT + ".session.client", ROOT + ".session.robot")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".session.client", ROOT + ".session.robot")
        .check(MAIN);
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
  void theDirectoryIsPlainObjectsAndKnowsSessionPortsAndTheWireOnly() {
    knowsOnly(
        "directory",
        ROOT + ".session.port",
        ROOT + ".session.message",
        "org.havatar.transports.wire",
        "org.havatar.transports.link");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".directory..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(MAIN);
  }

  @Test
  void routingKnowsTheDirectorySessionPortsAndTheWireOnly() {
    knowsOnly(
        "routing",
        ROOT + ".directory",
        "org.havatar.relay.session..",
        "org.havatar.transports.wire",
        "org.havatar.transports.link");
  }

  @Test
  void onlyRoutingUsesTheEventBus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.havatar.relay.routing..")
        .and(not(inOrOf(ROOT + ".cluster.BusSettings"))) // its TLS
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.core.eventbus..")
        .check(MAIN);
  }

  @Test
  void theClusterKnowsItsSettingsOnlyAndNobodyElseKnowsHazelcast() {
    knowsOnly("cluster", ROOT + ".config", ROOT + ".access.port");
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..")
        .check(MAIN);
  }

  @Test
  void accessKnowsItsOwnPortsOnly() {
    knowsOnly("access");
  }

  @Test
  void roomsOfAccessKnowOthersInOneDirectionAndNeverTheRoot() {
    String people = ROOT + ".access.people";
    String port = ROOT + ".access.port";
    String audit = ROOT + ".access.audit";
    String identity = ROOT + ".access.identity";
    String robots = ROOT + ".access.robots";
    String bookings = ROOT + ".access.bookings";
    knowsOnly("access.people");
    knowsOnly("access.port");
    knowsOnly("access.audit", people, port);
    knowsOnly("access.bookings", people, port);
    knowsOnly("access.identity", people, port, audit);
    knowsOnly("access.robots", people, port, audit, identity);
    knowsOnly("access.privacy", people, port, audit, bookings, identity, robots);
  }

  @Test
  void ranksAreComparedByPermissionsOnly() {
    noClasses()
        .that(not(inOrOf(Permissions.class, Rank.class)))
        .should()
        .accessTargetWhere(anyMemberOf(Rank.class, "number", "name", "values"))
        .because("who comes first is compared there only")
        .check(MAIN);
  }

  @Test
  void whatSomebodyMayDoIsJudgedByPermissionsOnly() {
    noClasses()
        .that(not(inOrOf(Permissions.class, Permission.class)))
        .and(not(inOrOf("org.havatar.relay.node.AccessPorts"))) // says it in the sessions' words
        .and(not(inOrOf("org.havatar.relay.api.RobotFields"))) // writes it
        .should()
        .accessTargetWhere(anyMemberOf(Permission.class))
        .because("others ask by the name of what somebody wants")
        .check(MAIN);
  }

  @Test
  void whoIsAnAdministratorIsAskedByPermissionsOnly() {
    noClasses()
        .that(not(inOrOf(Permissions.class, User.class)))
        .and(not(inOrOf("org.havatar.relay.node.AccessPorts"))) // tells the sessions
        .and()
        .resideOutsideOfPackage(ROOT + ".access.identity") // what accounts need to log in
        .should()
        .callMethod(User.class, "administrator")
        .because("others ask by the name of what somebody wants")
        .check(MAIN);
    noClasses()
        .that(not(inOrOf(Permissions.class, Role.class, User.class)))
        .and()
        .resideOutsideOfPackages(ROOT + ".access.identity", ROOT + ".store") // old accounts
        .should()
        .accessField(Role.class, "ADMINISTRATOR")
        .orShould()
        .accessField(Role.class, "CARER")
        .check(MAIN);
  }

  /** The class with those that are written in it. */
  private static DescribedPredicate<JavaClass> inOrOf(Class<?>... types) {
    return inOrOf(Stream.of(types).map(Class::getName).toArray(String[]::new));
  }

  private static DescribedPredicate<JavaClass> inOrOf(String... names) {
    return describe(
        "in " + List.of(names),
        each ->
            Stream.of(names)
                .anyMatch(
                    name -> each.getName().equals(name) || each.getName().startsWith(name + "$")));
  }

  private static DescribedPredicate<JavaAccess<?>> anyMemberOf(Class<?> type, String... but) {
    return describe(
        "a member of " + type.getSimpleName(),
        access ->
            access.getTargetOwner().isEquivalentTo(type)
                && !List.of(but).contains(access.getTarget().getName()));
  }

  /** One slice is one package: rooms of a room are rooms. */
  @Test
  void noPackagesKnowEachOtherInACircle() {
    slices().matching("org.havatar.(**)").should().beFreeOfCycles().check(MAIN);
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
        "org.havatar.transports.server",
        "org.havatar.transports.settings..");
  }

  /** Not even the wiring: the configuration names them, and they are found by that name. */
  @Test
  void nothingInARelayKnowsAnyTransport() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.havatar.transports..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.havatar.transports.authority..",
                            "org.havatar.transports.clock..",
                            "org.havatar.transports.http..",
                            "org.havatar.transports.link..",
                            "org.havatar.transports.natives..",
                            "org.havatar.transports.server..",
                            "org.havatar.transports.settings..",
                            "org.havatar.transports.wire.."))))
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".node", ROOT + ".api")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.havatar.transports.http..")
        .check(MAIN);
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
