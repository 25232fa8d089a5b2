package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.audit.Decision;
import org.havatar.relay.access.bookings.Agenda;
import org.havatar.relay.access.bookings.Calendar;
import org.havatar.relay.access.people.Actor;
import org.havatar.relay.access.port.Unavailable;
import org.havatar.relay.access.robots.KeptStop;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.store.Records.Boot;

/**
 * Robots as documents; their keys have documents of their own, because machines change them. A
 * robot of schema 1 has its key in its own document until either is changed.
 */
final class StoredRobots implements RobotStore {
  /** Who is concerned can change while it is looked up; so often in a row it doesn't. */
  private static final int MOST_ATTEMPTS = 20;

  private final Documents documents;

  StoredRobots(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Future<Boolean> add(RobotEntry robot, Keyring keys, Actor by, long nowMs) {
    String robotId = robot.robot().robotId();
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          if (draft.get(key).isPresent()) {
            return false;
          }
          draft.put(key, RobotRecords.of(robot));
          draft.put(keysKey, RobotRecords.of(keys));
          draft.note(
              new AuditEntry(nowMs, by, "robot.add", robotId, "")
                  .ofRobot(robot.robot().identity()));
          return true;
        });
  }

  @Override
  public Future<Optional<RobotEntry>> robot(String robotId) {
    return documents.read(Key.robot(robotId)).map(text -> text.map(RobotRecords::robot));
  }

  @Override
  public <T> Future<List<T>> robots(Function<RobotEntry, Optional<T>> wanted) {
    return documents.all(Kind.ROBOT, text -> wanted.apply(RobotRecords.robot(text)));
  }

  @Override
  public <T> Future<T> change(
      String robotId, Function<Optional<RobotEntry>, Decision<RobotEntry, T>> rule) {
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          Optional<RobotEntry> before = draft.get(key).map(RobotRecords::robot);
          Decision<RobotEntry, T> decision = rule.apply(before);
          if (before.isPresent() && !decision.changed().equals(before)) {
            decision.changed().ifPresent(after -> put(draft, robotId, before.get(), after));
            decision.notes().forEach(note -> note(draft, note));
          }
          return decision.answer();
        });
  }

  private static void put(Draft draft, String robotId, RobotEntry before, RobotEntry after) {
    Key keysKey = Key.robotKeys(robotId);
    boolean isGiven = !after.owner().equals(before.owner());
    if (isGiven || draft.get(keysKey).isEmpty()) {
      keysOf(draft, robotId)
          .map(keys -> isGiven ? keys.ofAnotherOwner() : keys)
          .ifPresent(keys -> draft.put(keysKey, RobotRecords.of(keys)));
    }
    draft.put(Key.robot(robotId), RobotRecords.of(after));
  }

  /** An entry tells which of the robots that had this id in turn it is about. */
  static void note(Draft draft, AuditEntry entry) {
    String identity =
        draft
            .get(Key.robot(entry.object()))
            .map(text -> RobotRecords.robot(text).robot().identity())
            .orElse(entry.object());
    draft.note(entry.ofRobot(identity));
  }

  private static Optional<Keyring> keysOf(Draft draft, String robotId) {
    return draft
        .get(Key.robotKeys(robotId))
        .map(RobotRecords::keys)
        .or(() -> draft.get(Key.robot(robotId)).flatMap(RobotRecords::keysInRobot));
  }

  @Override
  public Future<Boolean> remove(String robotId, Actor by, long nowMs) {
    return remove(robotId, by, nowMs, MOST_ATTEMPTS);
  }

  /** Who has booked it is looked up before, because an update names its documents. */
  private Future<Boolean> remove(String robotId, Actor by, long nowMs, int attempts) {
    return documents
        .read(StoredBookings.calendarKey(robotId))
        .compose(
            calendar -> {
              Set<String> booked = StoredBookings.calendarOf(calendar).accounts();
              List<Key> keys = new ArrayList<>(ownKeys(robotId));
              booked.forEach(name -> keys.add(StoredBookings.agendaKey(name)));
              AuditEntry note = new AuditEntry(nowMs, by, "robot.remove", robotId, "");
              return documents.update(keys, draft -> removed(draft, robotId, booked, note));
            })
        .compose(
            removed -> {
              if (removed.isPresent()) {
                return Future.succeededFuture(removed.get());
              }
              return attempts > 1
                  ? remove(robotId, by, nowMs, attempts - 1)
                  : Future.failedFuture(new Unavailable("The robot is booked too fast. Retry."));
            });
  }

  private static List<Key> ownKeys(String robotId) {
    return List.of(
        Key.robot(robotId),
        Key.robotKeys(robotId),
        new Key(Kind.BOOT, robotId),
        new Key(Kind.KEPT_STOP, robotId),
        StoredBookings.calendarKey(robotId));
  }

  /** Empty when somebody else has booked it meanwhile. */
  private static Optional<Boolean> removed(
      Draft draft, String robotId, Set<String> booked, AuditEntry note) {
    if (draft.get(Key.robot(robotId)).isEmpty()) {
      return Optional.of(false);
    }
    Calendar calendar = StoredBookings.calendarOf(draft.get(StoredBookings.calendarKey(robotId)));
    if (!booked.containsAll(calendar.accounts())) {
      return Optional.empty();
    }
    for (String name : booked) {
      Key agendaKey = StoredBookings.agendaKey(name);
      Agenda agenda = StoredBookings.agendaOf(draft.get(agendaKey));
      Agenda without = agenda.withoutRobot(robotId);
      if (!without.equals(agenda)) {
        draft.put(agendaKey, BookingRecords.of(without));
      }
    }
    note(draft, note);
    for (Key each : ownKeys(robotId)) {
      if (draft.get(each).isPresent()) {
        draft.remove(each);
      }
    }
    return Optional.of(true);
  }

  @Override
  public Future<Optional<Keyring>> keys(String robotId) {
    return documents
        .read(Key.robotKeys(robotId))
        .compose(
            text ->
                text.isPresent()
                    ? Future.succeededFuture(text.map(RobotRecords::keys))
                    : documents
                        .read(Key.robot(robotId))
                        .map(robot -> robot.flatMap(RobotRecords::keysInRobot)));
  }

  @Override
  public <T> Future<T> changeKeys(
      String robotId, Function<Optional<Keyring>, Decision<Keyring, T>> rule) {
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          Optional<Keyring> before = keysOf(draft, robotId);
          Decision<Keyring, T> decision = rule.apply(before);
          if (before.isPresent() && !decision.changed().equals(before)) {
            decision.changed().ifPresent(after -> draft.put(keysKey, RobotRecords.of(after)));
            decision.notes().forEach(note -> note(draft, note));
          }
          return decision.answer();
        });
  }

  @Override
  public Future<OptionalLong> recordBoot(String robotId, long boot, long startId) {
    Key key = new Key(Kind.BOOT, robotId);
    Boot told = new Boot(boot, startId);
    return documents.update(
        List.of(key),
        draft -> {
          Optional<Boot> known = draft.get(key).map(Boot::of);
          if (known.isPresent() && known.get().equals(told)) {
            return OptionalLong.empty();
          }
          if (known.isPresent() && told.number() <= known.get().number()) {
            return OptionalLong.of(known.get().number());
          }
          draft.put(key, told.text());
          return OptionalLong.empty();
        });
  }

  @Override
  public Future<Optional<KeptStop>> keptStop(String robotId) {
    return documents
        .read(new Key(Kind.KEPT_STOP, robotId))
        .map(text -> text.map(RobotRecords::keptStop));
  }

  @Override
  public Future<Boolean> keepStop(String robotId, Optional<KeptStop> stop) {
    Key robot = Key.robot(robotId);
    Key key = new Key(Kind.KEPT_STOP, robotId);
    return documents.update(
        List.of(robot, key),
        draft -> {
          if (draft.get(robot).isEmpty()) {
            return false;
          }
          if (stop.isPresent()) {
            draft.put(key, RobotRecords.of(stop.get()));
          } else if (draft.get(key).isPresent()) {
            draft.remove(key);
          }
          return true;
        });
  }
}
