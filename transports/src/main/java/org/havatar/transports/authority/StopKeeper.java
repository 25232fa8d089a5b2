package org.havatar.transports.authority;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stop that stands where a restart finds it (PROTOCOL.md §8): a press is saved after it
 * has stopped the robot, a release before it takes effect. One save is under way at a time, and the
 * newest state wins: nothing queues up behind a slow disk. One thread; times are milliseconds of a
 * clock that never goes back.
 */
public final class StopKeeper {
  /** A disk that failed may work again. */
  public static final long AGAIN_MS = 1000;

  /** A release that isn't saved by then is refused: nobody expects its effect any more. */
  public static final long RELEASE_LIMIT_MS = 5000;

  /** What became of a release. */
  public interface Release {
    /** No crash can undo it: it may take effect. */
    void saved();

    /** Another stop was made meanwhile: it takes no effect. */
    void superseded();

    /** It takes no effect. */
    void notSaved(String why);
  }

  private final StopRecord record;
  private final Consumer<String> troubleListener;

  /** What the register says. */
  private StandingStop standing;

  /**
   * What a restart would find; null while a save is under way or when one has failed: either of
   * two.
   */
  private @Nullable StandingStop kept;

  private @Nullable Release release;
  private long releaseUntilMs;
  private boolean saving;
  private boolean troubled;
  private long againAtMs = Long.MIN_VALUE;

  /**
   * @param kept what a restart would find now; the register began with it
   * @param troubleListener hears why a save failed, once until one succeeds
   */
  public StopKeeper(StandingStop kept, StopRecord record, Consumer<String> troubleListener) {
    this.kept = kept;
    this.standing = kept;
    this.record = record;
    this.troubleListener = troubleListener;
  }

  /** A stop was made, or released: it stands like this. A release under way is void. */
  public void onStanding(StandingStop now, long nowMs) {
    standing = now;
    Release ended = release;
    release = null;
    if (ended != null) {
      ended.superseded();
    }
    work(nowMs);
  }

  private void giveUpRelease(String why) {
    Release ended = release;
    release = null;
    if (ended != null) {
      ended.notSaved(why);
    }
  }

  public boolean isReleasing() {
    return release != null;
  }

  /**
   * Saves that nothing stands, and then lets {@code wanted} take effect; at once when nothing has
   * to be saved. Only while none {@link #isReleasing}.
   */
  public void release(Release wanted, long nowMs) {
    if (isKept(StandingStop.NONE)) {
      wanted.saved();
      return;
    }
    release = wanted;
    releaseUntilMs = nowMs + RELEASE_LIMIT_MS;
    againAtMs = nowMs;
    work(nowMs);
  }

  /** To be called at least every few milliseconds. */
  public void onTick(long nowMs) {
    if (nowMs >= releaseUntilMs) {
      giveUpRelease("the storage takes too long");
    }
    work(nowMs);
  }

  /** True when a restart would find what stands. */
  public boolean isSaved() {
    return isKept(standing);
  }

  private boolean isKept(StandingStop wanted) {
    StandingStop known = kept;
    return known != null && known.keepsLike(wanted);
  }

  private void work(long nowMs) {
    StandingStop wanted = release == null ? standing : StandingStop.NONE;
    if (saving || isKept(wanted) || nowMs < againAtMs) {
      return;
    }
    saving = true;
    kept = null;
    record.save(wanted, () -> onSaved(wanted, nowMs), why -> onFailed(wanted, why, nowMs));
  }

  private void onSaved(StandingStop saved, long askedMs) {
    saving = false;
    troubled = false;
    kept = saved;
    Release waiting = release;
    if (waiting != null && !saved.stands()) {
      release = null;
      standing = StandingStop.NONE;
      waiting.saved();
    }
    work(askedMs);
  }

  private void onFailed(StandingStop wanted, String why, long askedMs) {
    saving = false;
    againAtMs = askedMs + AGAIN_MS;
    if (!troubled) {
      troubled = true;
      troubleListener.accept(why);
    }
    if (!wanted.stands()) {
      giveUpRelease(why);
      againAtMs = askedMs; // nobody knows what is on the disk now
      work(askedMs);
    }
  }
}
