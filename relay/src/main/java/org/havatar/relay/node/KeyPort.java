package org.havatar.relay.node;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.access.robots.Attendance;
import org.havatar.relay.access.robots.KeyCustody;
import org.havatar.relay.session.port.RobotKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what one loop's sessions ask of robots' keys, on that loop. */
final class KeyPort implements RobotKeys {
  private static final Logger LOG = LoggerFactory.getLogger(KeyPort.class);

  private final KeyCustody custody;
  private final Consumer<Runnable> loop;
  private final RobotDoor door;

  /**
   * @param door hears of fresh keys
   */
  KeyPort(KeyCustody custody, Consumer<Runnable> loop, RobotDoor door) {
    this.custody = custody;
    this.loop = loop;
    this.door = door;
  }

  @Override
  public void attend(Proof proof, boolean mayExchange, Consumer<Optional<Word>> answer) {
    answer(
        proof.robotId(),
        custody
            .attend(proof.robotId(), proof.series(), mayExchange)
            .map(attendance -> word(proof.robotId(), attendance)),
        answer);
  }

  private Word word(String robotId, Attendance attendance) {
    return switch (attendance) {
      case Attendance.Good ignored -> new Word.Good();
      case Attendance.Ended ignored -> new Word.Ended();
      case Attendance.Exchange fresh -> {
        door.expect(robotId, fresh.key());
        yield new Word.Exchange(fresh.keyId(), fresh.key(), fresh.overlapMs());
      }
    };
  }

  @Override
  public void stored(String robotId, String keyId, Consumer<Optional<Boolean>> answer) {
    answer(robotId, custody.stored(robotId, keyId), answer);
  }

  @Override
  public void notStored(String robotId, String keyId, String why) {
    answer(robotId, custody.notStored(robotId, keyId, why), ignored -> {});
  }

  private <T> void answer(String robotId, Future<T> asked, Consumer<Optional<T>> answer) {
    asked.onComplete(
        known -> loop.accept(() -> answer.accept(Optional.of(known))),
        failure -> {
          LOG.atWarn()
              .addKeyValue("robot", robotId)
              .log("keys can't be asked: {}", failure.toString());
          loop.accept(() -> answer.accept(Optional.empty()));
        });
  }
}
