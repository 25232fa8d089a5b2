package org.havatar.transports.settings;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The settings of a running program, some of which it can change. One thread at a time.
 *
 * @param <C> the program's settings, checked
 */
public final class LiveSettings<C> {
  /** Makes a program's settings out of keys. */
  @FunctionalInterface
  public interface Check<C> {
    /**
     * Reads every key.
     *
     * @throws SettingsException with everything that is wrong
     */
    C check(Settings settings) throws SettingsException;
  }

  /** Lets a program live by other settings. */
  @FunctionalInterface
  public interface Taker<C> {
    /**
     * Takes all of {@code config} or, when it throws, nothing.
     *
     * @throws IOException with a sentence for a person
     */
    void take(C config) throws IOException, InterruptedException;
  }

  /** What became of a reload. */
  public sealed interface Outcome {
    /**
     * The program goes by the new settings.
     *
     * @param changes of reloaded keys, ordered by key
     * @param waiting changes that need a restart, ordered by key
     */
    record Taken(List<SettingsChange> changes, List<SettingsChange> waiting) implements Outcome {}

    /** Nothing changed; {@code faults} are sentences. */
    record Refused(List<String> faults) implements Outcome {}
  }

  private final SettingsSource source;
  private final Check<C> check;
  private final Set<String> reloadedKeys;
  private Settings running;

  /**
   * @param running what the program was started with
   * @param reloadedKeys those whose new values the program takes while it runs
   */
  public LiveSettings(
      SettingsSource source, Settings running, Check<C> check, Set<String> reloadedKeys) {
    this.source = source;
    this.running = running;
    this.check = check;
    this.reloadedKeys = Set.copyOf(reloadedKeys);
  }

  /**
   * Reads the sources again. Both have to be right: the settings as they are written, for the next
   * start, and what the running program makes of them, which keeps its old values for other keys.
   */
  public Outcome reload(Taker<C> taker) throws InterruptedException {
    try {
      Settings written = source.read();
      check.check(written);
      Settings merged = running.with(written, reloadedKeys);
      taker.take(checkMerged(merged));
      Outcome taken = new Outcome.Taken(running.changesTo(merged), merged.changesTo(written));
      running = merged;
      return taken;
    } catch (SettingsException e) {
      return new Outcome.Refused(e.faults());
    } catch (IOException e) {
      return new Outcome.Refused(List.of(String.valueOf(e.getMessage())));
    }
  }

  private C checkMerged(Settings merged) throws SettingsException {
    try {
      return check.check(merged);
    } catch (SettingsException e) {
      throw new SettingsException(
          e.faults().stream()
              .map(fault -> fault + " One of the two changes at a restart only: restart.")
              .toList());
    }
  }
}
