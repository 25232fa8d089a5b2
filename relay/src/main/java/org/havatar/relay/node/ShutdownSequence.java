package org.havatar.relay.node;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of a process that must be gone in time: step after step, each within its own share,
 * so that one that hangs keeps none of those behind it from being done. Blocks.
 */
final class ShutdownSequence {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSequence.class);

  /** A step, what it does, and the milliseconds it may take. */
  record Step(String name, Supplier<? extends CompletionStage<?>> work, long withinMs) {}

  private ShutdownSequence() {}

  /** True when every step came to a good end. */
  static boolean run(List<Step> steps) {
    boolean isClean = true;
    for (Step step : steps) {
      isClean &= isDone(step);
    }
    return isClean;
  }

  private static boolean isDone(Step step) {
    try {
      step.work().get().toCompletableFuture().get(step.withinMs(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      LOG.warn("leaving: {} is not done after {} ms and is left so", step.name(), step.withinMs());
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("leaving: {} failed: {}", step.name(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
