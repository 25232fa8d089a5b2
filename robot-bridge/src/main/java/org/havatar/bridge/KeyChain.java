package org.havatar.bridge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.havatar.transports.wire.RotateKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that may open the relay for this robot: those that nodes handed to it, newest first, and
 * the configured one. On the event loop.
 *
 * <p>A fresh key comes before the one that it replaces, and that stays until a node has let the
 * robot in with a newer one: wherever the robot crashes, one of them opens. When a node refuses
 * one, the next is tried.
 */
final class KeyChain {
  /** The newest, the one before, and one more: enough for whatever was handed over and not used. */
  static final int KEPT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(KeyChain.class);

  private final KeyStorage storage;
  private String configured;

  /** On disk, newest first. */
  private List<String> kept;

  private int tried;
  private boolean hasToldRefusal;

  /**
   * @param configured the key that a person gave
   * @param kept what was on disk, newest first
   */
  KeyChain(String configured, List<String> kept, KeyStorage storage) {
    this.configured = configured;
    this.kept = List.copyOf(kept);
    this.storage = storage;
  }

  private List<String> all() {
    SequencedSet<String> all = new LinkedHashSet<>(kept);
    all.add(configured);
    return List.copyOf(all);
  }

  /** A person gave another key: it is tried first, since they had a reason. */
  void configure(String key) {
    if (!key.equals(configured)) {
      configured = key;
      tried = all().indexOf(key);
      hasToldRefusal = false;
    }
  }

  /** The key to dial with. */
  String current() {
    List<String> all = all();
    return all.get(tried % all.size());
  }

  /** A node doesn't take that key. */
  void onRefused(String key) {
    List<String> all = all();
    if (!key.equals(current())) {
      return; // another way has moved on already
    }
    tried = (tried + 1) % all.size();
    if (tried == 0 && !hasToldRefusal) {
      hasToldRefusal = true;
      LOG.error(
          "the relay takes none of this robot's {} keys; see that robot.id is registered there, and"
              + " have its owner look at the robot's key: open a recovery window, or give it a new"
              + " one and configure that",
          all.size());
    }
  }

  /**
   * A node let the robot in with that key. The one before is kept, for a relay that is set back to
   * its backup; others are of no use any more, nor are all when it was the configured one: they
   * were tried before.
   */
  void onAccepted(String key) {
    hasToldRefusal = false;
    int at = kept.indexOf(key);
    List<String> useful = at < 0 ? List.of(key) : kept.subList(0, Math.min(kept.size(), at + 2));
    if (!kept.isEmpty() && !useful.equals(kept)) {
      save(useful, () -> {}, why -> LOG.warn("keys not tidied up: {}", why));
    }
  }

  /**
   * A node hands over a fresh key.
   *
   * @param inUse the key that opened that connection
   * @param stored runs when it is on disk
   * @param failed hears why it can't be kept; the robot goes on with what it has
   */
  void onFresh(RotateKey fresh, String inUse, Runnable stored, Consumer<String> failed) {
    SequencedSet<String> keys = new LinkedHashSet<>();
    keys.add(fresh.key());
    keys.addAll(kept);
    keys.add(inUse);
    save(
        shortened(keys, inUse),
        () -> {
          LOG.info("a fresh key is kept: {}", fresh.keyId());
          stored.run();
        },
        why -> {
          LOG.error("a fresh key can't be kept, going on with the one in use: {}", why);
          failed.accept(why);
        });
  }

  /** What opened last is never dropped. */
  private static List<String> shortened(SequencedSet<String> keys, String inUse) {
    List<String> some = new ArrayList<>(keys);
    while (some.size() > KEPT) {
      some.remove(some.getLast().equals(inUse) ? some.size() - 2 : some.size() - 1);
    }
    return some;
  }

  /** What is on disk is used only after it is there. */
  private void save(List<String> keys, Runnable stored, Consumer<String> failed) {
    List<String> mine = List.copyOf(keys);
    storage.store(
        mine,
        () -> {
          kept = mine;
          tried = 0;
          stored.run();
        },
        failed);
  }
}
