package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.session.port.RobotKeys;

/** Answers what it is told; later, when it is told so. */
public final class FakeRobotKeys implements RobotKeys {
  public Word word = new Word.Good();
  public boolean isBroken;
  public boolean isSlow;

  /** What it says of a key that a robot has stored. */
  public Optional<Boolean> isRightKey = Optional.of(true);

  public final List<Boolean> attended = new ArrayList<>();
  public final List<String> stored = new ArrayList<>();
  public final List<String> notStored = new ArrayList<>();
  public final List<Runnable> waiting = new ArrayList<>();

  @Override
  public void attend(Proof proof, boolean mayExchange, Consumer<Optional<Word>> answer) {
    attended.add(mayExchange);
    Word now = !mayExchange && word instanceof Word.Exchange ? new Word.Good() : word;
    Optional<Word> said = isBroken ? Optional.empty() : Optional.of(now);
    if (isSlow) {
      waiting.add(() -> answer.accept(said));
    } else {
      answer.accept(said);
    }
  }

  @Override
  public void stored(String robotId, String keyId, Consumer<Optional<Boolean>> answer) {
    stored.add(keyId);
    answer.accept(isRightKey);
  }

  @Override
  public void notStored(String robotId, String keyId, String why) {
    notStored.add(keyId + " " + why);
  }
}
