package org.havatar.relay.access.robots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.havatar.relay.access.people.Role;
import org.havatar.relay.access.people.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PermissionsTest {
  private static final long NOW_MS = 1000;
  private static final User ROOT = new User("root", "Root", true);
  private static final User OWNER = new User("own", "Owner", false);
  private static final User DRIVER = new User("drive", "Driver", false);
  private static final User VIEWER = new User("view", "Viewer", false);
  private static final User STRANGER = new User("else", "Stranger", false);

  private static RobotEntry robot(boolean active, Audience audience, boolean bookingRequired) {
    return new RobotEntry(
        SomeRobot.of("tank-1", "Tank", "tank"),
        new RobotDetails(null, null, null, active),
        new RobotAcl(
            "own",
            audience,
            bookingRequired,
            Map.of(
                "drive", new Grant("drive", GrantRole.DRIVER, 1, "own", Grant.FOREVER, ""),
                "view", new Grant("view", GrantRole.VIEWER, 1, "own", NOW_MS + 1, "")),
            List.of()));
  }

  private static User user(String name) {
    return Stream.of(ROOT, OWNER, DRIVER, VIEWER, STRANGER)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    // audience, booking required, who: nobody has booked, they have, somebody else has
    "GRANTED,  false, root,  DRIVE 3, DRIVE 3, DRIVE 3",
    "GRANTED,  false, own,   DRIVE 2, DRIVE 2, DRIVE 2",
    "GRANTED,  false, drive, DRIVE 0, DRIVE 1, WATCH 0",
    "GRANTED,  false, view,  WATCH 0, WATCH 0, WATCH 0",
    "GRANTED,  false, else,  NONE 0,  NONE 0,  NONE 0",
    "GRANTED,  true,  root,  DRIVE 3, DRIVE 3, DRIVE 3",
    "GRANTED,  true,  own,   DRIVE 2, DRIVE 2, DRIVE 2",
    "GRANTED,  true,  drive, BOOK 0,  DRIVE 1, BOOK 0",
    "GRANTED,  true,  view,  WATCH 0, WATCH 0, WATCH 0",
    "GRANTED,  true,  else,  NONE 0,  NONE 0,  NONE 0",
    "EVERYONE, false, root,  DRIVE 3, DRIVE 3, DRIVE 3",
    "EVERYONE, false, own,   DRIVE 2, DRIVE 2, DRIVE 2",
    "EVERYONE, false, drive, DRIVE 0, DRIVE 1, WATCH 0",
    "EVERYONE, false, view,  DRIVE 0, DRIVE 1, WATCH 0",
    "EVERYONE, false, else,  DRIVE 0, DRIVE 1, WATCH 0",
    "EVERYONE, true,  root,  DRIVE 3, DRIVE 3, DRIVE 3",
    "EVERYONE, true,  own,   DRIVE 2, DRIVE 2, DRIVE 2",
    "EVERYONE, true,  drive, BOOK 0,  DRIVE 1, BOOK 0",
    "EVERYONE, true,  else,  BOOK 0,  DRIVE 1, BOOK 0"
  })
  void whoMayDoWhat(
      Audience audience, boolean required, String who, String free, String own, String others) {
    RobotEntry robot = robot(true, audience, required);
    assertThat(told(user(who), robot, Booked.NOBODY)).isEqualTo(free);
    assertThat(told(user(who), robot, Booked.OWN)).isEqualTo(own);
    assertThat(told(user(who), robot, Booked.SOMEBODY_ELSE)).isEqualTo(others);
  }

  private static String told(User user, RobotEntry robot, Booked booked) {
    Permissions.Right right = Permissions.of(user, robot, booked, NOW_MS);
    return right.permission() + " " + right.rank().number();
  }

  private static Stream<User> everybody() {
    return Stream.of(ROOT, OWNER, DRIVER, VIEWER, STRANGER);
  }

  @ParameterizedTest
  @MethodSource("everybody")
  void aRobotThatIsSwitchedOffIsNobodys(User user) {
    for (Booked booked : Booked.values()) {
      assertThat(told(user, robot(false, Audience.EVERYONE, false), booked)).isEqualTo("NONE 0");
    }
  }

  @Test
  void aGrantEndsAtItsMillisecond() {
    RobotEntry robot = robot(true, Audience.GRANTED, false);
    assertThat(Permissions.of(VIEWER, robot, Booked.NOBODY, NOW_MS).permission())
        .isEqualTo(Permission.WATCH);
    assertThat(Permissions.of(VIEWER, robot, Booked.NOBODY, NOW_MS + 1).permission())
        .isEqualTo(Permission.NONE);
  }

  @Test
  void aRobotThatNobodyOwnsHasNoOwner() {
    RobotEntry robot =
        new RobotEntry(SomeRobot.of("r", "R", "t"), RobotDetails.NONE, RobotAcl.of(""));
    User nameless = new User("", "", false);
    assertThat(told(nameless, robot, Booked.NOBODY)).isEqualTo("NONE 0");
  }

  @Test
  void whoMayDriveAtTimesMayBook() {
    RobotEntry robot = robot(true, Audience.GRANTED, true);
    assertThat(
            everybody().filter(user -> Permissions.of(user, robot, Booked.OWN, NOW_MS).mayBook()))
        .containsExactly(ROOT, OWNER, DRIVER);
  }

  @ParameterizedTest
  @CsvSource({
    // a robot that must be booked: who knows of it, watches, drives, manages it, passes bookings
    "root,  OWN,           true,  true,  true,  true,  true",
    "root,  SOMEBODY_ELSE, true,  true,  true,  true,  true",
    "own,   SOMEBODY_ELSE, true,  true,  true,  true,  true",
    "drive, OWN,           true,  true,  true,  false, false",
    "drive, SOMEBODY_ELSE, true,  false, false, false, false",
    "view,  OWN,           true,  true,  false, false, false",
    "else,  OWN,           false, false, false, false, false"
  })
  void whoMayDoWhatByTheNameOfWhatTheyWant(
      String who,
      Booked booked,
      boolean knows,
      boolean watches,
      boolean drives,
      boolean manages,
      boolean passes) {
    Permissions.Right right =
        Permissions.of(user(who), robot(true, Audience.GRANTED, true), booked, NOW_MS);
    assertThat(right.mayKnow()).isEqualTo(knows);
    assertThat(right.mayWatch()).isEqualTo(watches);
    assertThat(right.mayDrive()).isEqualTo(drives);
    assertThat(right.mayManage()).isEqualTo(manages);
    assertThat(right.passesBookings()).isEqualTo(passes);
  }

  @Test
  void keepersManageARobotThatIsSwitchedOffAndOthersDoNotEvenKnowOfIt() {
    RobotEntry robot = robot(false, Audience.EVERYONE, false);
    assertThat(everybody().filter(user -> Permissions.mayManage(user, robot)))
        .containsExactly(ROOT, OWNER);
    assertThat(everybody().filter(user -> Permissions.mayKnow(user, robot, NOW_MS)))
        .containsExactly(ROOT, OWNER);
  }

  @Test
  void whatAccountsMayDoFollowsTheirRole() {
    User carer = new User("care", "Carer", Role.CARER);
    RobotOptions open = new RobotOptions(true, 1, 1, 1);
    RobotOptions closed = new RobotOptions(false, 1, 1, 1);
    List<User> all = List.of(ROOT, OWNER, carer);
    assertThat(all).filteredOn(Permissions::mayAdministrate).containsExactly(ROOT);
    assertThat(all).filteredOn(Permissions::mayOwnAnyNumber).containsExactly(ROOT);
    assertThat(all).filteredOn(Permissions::mayOwn).containsExactly(ROOT, OWNER);
    assertThat(all).filteredOn(each -> Permissions.mayRegister(each, closed)).containsExactly(ROOT);
    assertThat(all).filteredOn(each -> Permissions.mayRegister(each, open)).hasSize(3);
    assertThat(all)
        .filteredOn(each -> Permissions.mayRegisterFor(each, "own"))
        .containsExactly(ROOT, OWNER);
  }
}
