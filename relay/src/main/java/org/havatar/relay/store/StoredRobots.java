package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.robots.Keyring;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.access.robots.Ruling;
import org.havatar.relay.store.Records.Boot;

/**
 * Robots as documents; their keys have documents of their own, because machines change them. A
 * robot of schema 1 has its key in its own document until either is changed.
 */
final class StoredRobots implements RobotStore {
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
          draft.note(new AuditEntry(nowMs, by, "robot.add", robotId, ""));
          return true;
        });
  }

  @Override
  public Future<Optional<RobotEntry>> robot(String robotId) {
    return documents.read(Key.robot(robotId)).map(text -> text.map(RobotRecords::robot));
  }

  @Override
  public Future<List<RobotEntry>> robots() {
    return documents.all(Kind.ROBOT).map(all -> all.stream().map(RobotRecords::robot).toList());
  }

  @Override
  public <T> Future<T> change(
      String robotId, Function<Optional<RobotEntry>, Ruling<RobotEntry, T>> rule) {
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          Optional<String> before = draft.get(key);
          Ruling<RobotEntry, T> ruling = rule.apply(before.map(RobotRecords::robot));
          if (before.isPresent() && ruling instanceof Ruling.Changed<RobotEntry, T> changed) {
            if (draft.get(keysKey).isEmpty()) {
              keysOf(draft, robotId).ifPresent(k -> draft.put(keysKey, RobotRecords.of(k)));
            }
            draft.put(key, RobotRecords.of(changed.after()));
            changed.note().ifPresent(draft::note);
          }
          return ruling.answer();
        });
  }

  private static Optional<Keyring> keysOf(Draft draft, String robotId) {
    return draft
        .get(Key.robotKeys(robotId))
        .map(RobotRecords::keys)
        .or(() -> draft.get(Key.robot(robotId)).flatMap(RobotRecords::keysInRobot));
  }

  @Override
  public Future<Boolean> remove(String robotId, Actor by, long nowMs) {
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          if (draft.get(key).isEmpty()) {
            return false;
          }
          draft.remove(key);
          draft.remove(keysKey);
          draft.note(new AuditEntry(nowMs, by, "robot.remove", robotId, ""));
          return true;
        });
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
      String robotId, Function<Optional<Keyring>, Ruling<Keyring, T>> rule) {
    Key key = Key.robot(robotId);
    Key keysKey = Key.robotKeys(robotId);
    return documents.update(
        List.of(key, keysKey),
        draft -> {
          Optional<Keyring> before = keysOf(draft, robotId);
          Ruling<Keyring, T> ruling = rule.apply(before);
          if (before.isPresent() && ruling instanceof Ruling.Changed<Keyring, T> changed) {
            draft.put(keysKey, RobotRecords.of(changed.after()));
            changed.note().ifPresent(draft::note);
          }
          return ruling.answer();
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
}
