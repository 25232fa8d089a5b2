package org.havatar.relay.session.robot;

import java.util.List;
import java.util.Optional;
import org.havatar.relay.session.connection.LogText;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.relay.session.connection.Rhythm;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.relay.session.port.SessionMetrics;
import org.havatar.relay.session.port.SessionMetrics.KeyRotation;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Codes;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.Features;
import org.havatar.transports.wire.KeyStored;
import org.havatar.transports.wire.RotateKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the key of one connected robot (PROTOCOL.md §6): asks whether what let it in still
 * stands, and hands it a fresh key when it is time and nobody drives.
 */
final class KeyExchange {
  /** Whoever revokes a key is heard at once; this is for what was not heard. */
  static final long ATTEND_EVERY_MS = 60_000;

  private static final Logger LOG = LoggerFactory.getLogger(KeyExchange.class);

  private final RobotKeys keys;
  private final RobotKeys.Proof proof;
  private final Link link;
  private final SessionMetrics metrics;
  private final Runnable onEnded;
  private final Rhythm rhythm;
  private boolean takesKeys;
  private boolean isAsking;
  private boolean isAskedAgain;
  private boolean isOver;
  private @Nullable String offered;

  /**
   * @param onEnded the robot may not stay
   */
  KeyExchange(LoopContext context, RobotKeys.Proof proof, Link link, Runnable onEnded, long nowMs) {
    this.keys = context.ports().robotKeys();
    this.proof = proof;
    this.link = link;
    this.metrics = context.metrics();
    this.onEnded = onEnded;
    this.rhythm = new Rhythm(ATTEND_EVERY_MS, nowMs + ATTEND_EVERY_MS);
  }

  /** What a robot that offers these features and this node have in common. */
  static List<String> common(List<String> features) {
    return features.contains(Features.KEY_ROTATION) ? List.of(Features.KEY_ROTATION) : List.of();
  }

  /** The robot was welcomed. */
  void onWelcome(List<String> common) {
    takesKeys = common.contains(Features.KEY_ROTATION);
  }

  long dueMs() {
    return rhythm.dueMs();
  }

  void onTick(boolean isDriven, long nowMs) {
    if (rhythm.isDue(nowMs)) {
      attend(isDriven);
    }
  }

  /** Asks now; what is on its way may be older than the reason to ask. */
  void attend(boolean isDriven) {
    if (isAsking) {
      isAskedAgain = true;
      return;
    }
    isAsking = true;
    isAskedAgain = false;
    keys.attend(
        proof,
        takesKeys && !isDriven,
        word -> {
          isAsking = false;
          if (!isOver) {
            onWord(word);
            if (isAskedAgain) {
              attend(isDriven);
            }
          }
        });
  }

  private void onWord(Optional<RobotKeys.Word> word) {
    if (word.isEmpty()) {
      return;
    }
    switch (word.get()) {
      case RobotKeys.Word.Good ignored -> {}
      case RobotKeys.Word.Ended ignored -> onEnded.run();
      case RobotKeys.Word.Exchange exchange -> {
        if (offered != null) {
          metrics.keyRotation(KeyRotation.UNANSWERED);
        }
        offered = exchange.keyId();
        link.offer(new RotateKey(exchange.keyId(), exchange.key(), exchange.overlapMs()));
      }
    }
  }

  void onStored(KeyStored stored) {
    keys.stored(
        proof.robotId(),
        stored.keyId(),
        right -> {
          if (right.isPresent() && right.get()) {
            boolean isNews = stored.keyId().equals(offered);
            offered = null;
            metrics.keyRotation(KeyRotation.STORED);
            if (isNews) { // a robot may say it as often as it likes
              LOG.atInfo()
                  .addKeyValue("robot", proof.robotId())
                  .addKeyValue("key", LogText.printable(stored.keyId()))
                  .log("robot has a fresh key");
            }
          }
        });
  }

  /** Of what a robot says to have failed, only a key that it could not keep means anything. */
  void onError(ErrorReport error) {
    String keyId = error.commandId();
    if (!error.code().equals(Codes.KEY_NOT_STORED) || keyId == null || !keyId.equals(offered)) {
      return;
    }
    offered = null;
    metrics.keyRotation(KeyRotation.NOT_STORED);
    String why = LogText.printable(error.message());
    LOG.atWarn()
        .addKeyValue("robot", proof.robotId())
        .log("robot can't keep its fresh key and goes on with the one that it has: {}", why);
    keys.notStored(proof.robotId(), keyId, why);
  }

  /** The connection is gone. */
  void close() {
    isOver = true;
    if (offered != null) {
      metrics.keyRotation(KeyRotation.UNANSWERED);
    }
  }
}
