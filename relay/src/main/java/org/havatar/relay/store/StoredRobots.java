package org.havatar.relay.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.havatar.relay.access.Actor;
import org.havatar.relay.access.audit.AuditEntry;
import org.havatar.relay.access.robots.RobotEntry;
import org.havatar.relay.access.robots.RobotStore;
import org.havatar.relay.store.Records.Boot;

/** Robots as documents. */
final class StoredRobots implements RobotStore {
  private final Documents documents;

  StoredRobots(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Future<Boolean> add(RobotEntry robot, Actor by, long nowMs) {
    String robotId = robot.robot().robotId();
    Key key = Key.robot(robotId);
    return documents.update(
        List.of(key),
        draft -> {
          if (draft.get(key).isPresent()) {
            return false;
          }
          draft.put(key, Records.of(robot));
          draft.note(new AuditEntry(nowMs, by, "robot.add", robotId, ""));
          return true;
        });
  }

  @Override
  public Future<Optional<RobotEntry>> robot(String robotId) {
    return documents.read(Key.robot(robotId)).map(text -> text.map(Records::robot));
  }

  @Override
  public Future<List<RobotEntry>> robots() {
    return documents.all(Kind.ROBOT).map(all -> all.stream().map(Records::robot).toList());
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
