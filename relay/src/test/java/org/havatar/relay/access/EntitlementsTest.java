package org.havatar.relay.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.AuditStore.Kept;
import org.havatar.relay.access.bookings.Booking;
import org.havatar.relay.access.bookings.BookingRules;
import org.havatar.relay.access.bookings.Bookings;
import org.havatar.relay.access.bookings.Bookings.Orderer;
import org.havatar.relay.access.bookings.DriveWindow;
import org.havatar.relay.access.bookings.TimeWindow;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.people.User;
import org.havatar.relay.access.port.Clocks;
import org.havatar.relay.access.robots.Audience;
import org.havatar.relay.access.robots.Grant;
import org.havatar.relay.access.robots.GrantRole;
import org.havatar.relay.access.robots.NewRobot;
import org.havatar.relay.access.robots.Permission;
import org.havatar.relay.access.robots.Rank;
import org.havatar.relay.access.robots.RobotAcl;
import org.havatar.relay.access.robots.RobotDetails;
import org.havatar.relay.access.robots.Robots;
import org.havatar.relay.access.robots.SomeRobot;
import org.havatar.relay.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permissions and bookings together. */
final class EntitlementsTest {
  private static final User ROOT = new User("root", "Root", true);
  private static final User OWNER = new User("owner", "Owner", false);
  private static final User ANA = new User("ana", "Ana", false);
  private static final User BEN = new User("ben", "Ben", false);
  private static final User VIEWER = new User("viewer", "Viewer", false);
  private static final long MINUTE_MS = 60_000;

  private final FakeClocks fake = new FakeClocks();
  private final Clocks clocks = fake.clocks();
  private final long startMs = clocks.wall().millis();
  private final Store store;
  private final Bookings bookings;
  private final Entitlements standings;

  EntitlementsTest(@TempDir Path directory) {
    store = EmbeddedStore.open(directory.resolve("store"), System::nanoTime);
    bookings = new Bookings(store.bookings(), clocks.wall(), BookingRules.USUAL);
    standings = new Entitlements(store.robots(), store.audit(), bookings);
  }

  @BeforeEach
  void robots() {
    add("lab", Audience.EVERYONE, true, Map.of());
    add("club", Audience.EVERYONE, false, Map.of());
    add(
        "home",
        Audience.GRANTED,
        true,
        Map.of(
            "viewer",
            new Grant("viewer", GrantRole.VIEWER, 1, "owner", Grant.FOREVER, ""),
            "ana",
            new Grant("ana", GrantRole.DRIVER, 1, "owner", startMs + 20 * MINUTE_MS, "")));
  }

  private void add(String id, Audience audience, boolean required, Map<String, Grant> grants) {
    RobotAcl reach = new RobotAcl("owner", audience, required, grants, List.of());
    NewRobot robot = SomeRobot.wanted(id, id, "tank", RobotDetails.NONE, reach);
    Answers.of(new Robots(store.robots()).add(robot, Actor.OPERATOR, 1));
  }

  @AfterEach
  void close() {
    Answers.of(store.close());
  }

  private Booking book(String robotId, User user, int fromMin, int untilMin) {
    TimeWindow window =
        new TimeWindow(startMs + fromMin * MINUTE_MS, startMs + untilMin * MINUTE_MS);
    Orderer by = new Orderer(new Actor(user.name(), ""), false);
    return ((org.havatar.relay.access.bookings.BookingOutcome.Done)
            Answers.of(bookings.book(robotId, user.name(), window, "UTC", by)))
        .booking();
  }

  private Entitlement standing(User user, String robotId) {
    return Answers.of(standings.standing(user, robotId));
  }

  private boolean drivesNow(User user, String robotId) {
    return standing(user, robotId).turn(clocks.wall().millis()).isPresent();
  }

  private DriveWindow turn(int fromMin, int untilMin, boolean booked) {
    return new DriveWindow(startMs + fromMin * MINUTE_MS, startMs + untilMin * MINUTE_MS, booked);
  }

  @Test
  void whereABookingIsRequiredNothingIsLeftOutsideIt() {
    book("lab", ANA, 5, 15);
    assertThat(standing(ANA, "lab").turns()).containsExactly(turn(5, 15, true));
    assertThat(standing(ANA, "lab").outside().permission()).isEqualTo(Permission.BOOK);
    assertThat(standing(BEN, "lab").turns()).isEmpty();
    assertThat(drivesNow(ANA, "lab")).isFalse();
    fake.passMs(5 * MINUTE_MS - 1);
    assertThat(drivesNow(ANA, "lab")).isFalse();
    fake.passMs(1);
    assertThat(drivesNow(ANA, "lab")).isTrue();
    assertThat(drivesNow(BEN, "lab")).isFalse();
  }

  @Test
  void elsewhereOthersWatchMeanwhile() {
    book("club", ANA, 0, 15);
    assertThat(drivesNow(BEN, "club")).isFalse();
    assertThat(standing(BEN, "club").outside().permission()).isEqualTo(Permission.WATCH);
    assertThat(drivesNow(ANA, "club")).isTrue();
    fake.passMs(10 * MINUTE_MS); // she has not come
    assertThat(drivesNow(BEN, "club")).isTrue();
  }

  @Test
  void whoHasBookedComesBeforeThoseWhoHaveNotAndTheOwnerBeforeBoth() {
    book("club", ANA, 5, 15);
    Entitlement hers = standing(ANA, "club");
    assertThat(hers.rankIn(hers.turns().get(0))).isEqualTo(Rank.SHARED);
    assertThat(hers.rankIn(hers.turns().get(1))).isEqualTo(Rank.BOOKED);
    assertThat(hers.outside().rank()).isEqualTo(Rank.SHARED);
    Entitlement owners = standing(OWNER, "club");
    assertThat(owners.turns()).containsExactly(DriveWindow.ALWAYS);
    assertThat(owners.rankIn(DriveWindow.ALWAYS)).isEqualTo(Rank.OWNER);
    assertThat(owners.outside().rank()).isEqualTo(Rank.OWNER);
  }

  @Test
  void ownersAndAdministratorsPassAndItIsInTheAuditLogOnce() {
    book("lab", ANA, 0, 15);
    for (User each : List.of(ROOT, OWNER)) {
      assertThat(drivesNow(each, "lab")).isTrue();
      Answers.of(standings.enter(each, "lab"));
      Answers.of(standings.enter(each, "lab"));
    }
    Answers.of(store.audit().append(new AuditEntry(1, Actor.ITSELF, "test.end", "", "")));
    assertThat(entered()).containsExactly("root", "owner");
  }

  private List<String> entered() {
    return Answers.of(store.audit().entries("", 100)).stream()
        .map(Kept::entry)
        .filter(entry -> entry.action().equals("booking.entered"))
        .map(entry -> entry.by().account())
        .toList();
  }

  @Test
  void whoEntersHisWindowKeepsIt() {
    book("lab", ANA, 0, 30);
    Answers.of(standings.enter(ANA, "lab"));
    Answers.of(store.probe());
    fake.passMs(29 * MINUTE_MS);
    assertThat(drivesNow(ANA, "lab")).isTrue();
    assertThat(entered()).isEmpty();
  }

  @Test
  void aBookingOfWhoHasLostTheRightGivesNone() {
    book("home", ANA, 10, 30);
    fake.passMs(10 * MINUTE_MS);
    Answers.of(standings.enter(ANA, "home"));
    assertThat(standing(ANA, "home").turns())
        .containsExactly(turn(10, 20, true)); // the grant's end
    fake.passMs(10 * MINUTE_MS);
    assertThat(standing(ANA, "home").most().permission()).isEqualTo(Permission.NONE);
    assertThat(drivesNow(ANA, "home")).isFalse();
    assertThat(standing(VIEWER, "home").most().permission()).isEqualTo(Permission.WATCH);
    assertThat(standing(BEN, "home").most().permission()).isEqualTo(Permission.NONE);
  }

  @Test
  void anActiveSessionIsFoundByTypeAndPrefersTheBookedRobot() {
    assertThat(Answers.of(standings.hasActiveSession(BEN, "car"))).isEmpty();
    book("lab", BEN, 0, 10);
    assertThat(Answers.of(standings.hasActiveSession(BEN, "tank")))
        .hasValueSatisfying(
            session -> {
              assertThat(session.robot().robotId()).isEqualTo("lab");
              assertThat(session.untilMs()).isEqualTo(startMs + 10 * MINUTE_MS);
            });
  }
}
