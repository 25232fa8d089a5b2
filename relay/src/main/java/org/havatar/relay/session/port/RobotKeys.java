package org.havatar.relay.session.port;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Port: the keys of robots. Answers come on the session's loop, now or later; empty means that it
 * can't be known at the moment, which ends nothing.
 */
public interface RobotKeys {
  /** What is to be done about a robot that is connected. */
  sealed interface Word {
    record Good() implements Word {}

    /** Its proof is revoked, or the robot switched off or removed. */
    record Ended() implements Word {}

    /** It is to be handed this key, by whoever asked: nobody else is told to. */
    record Exchange(String keyId, String key, long overlapMs) implements Word {
      /** Without the key: records end up in logs. */
      @Override
      public String toString() {
        return "Exchange[" + keyId + "]";
      }
    }
  }

  /**
   * Who connected as a robot.
   *
   * @param series of the robot's keys under which it was let in
   */
  record Proof(String robotId, long series) {}

  /**
   * Says that the robot is here.
   *
   * @param mayExchange whether it can take a fresh key now
   */
  void attend(Proof proof, boolean mayExchange, Consumer<Optional<Word>> answer);

  /** The robot has that key on disk. {@code answer} hears whether it was the one to be stored. */
  void stored(String robotId, String keyId, Consumer<Optional<Boolean>> answer);

  /** The robot can't keep that key. */
  void notStored(String robotId, String keyId, String why);
}
