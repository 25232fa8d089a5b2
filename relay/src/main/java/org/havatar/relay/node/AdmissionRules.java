package org.havatar.relay.node;

import java.util.function.LongSupplier;
import org.havatar.relay.limits.Edge;
import org.havatar.relay.log.GatheredLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the doors of all loops share. Any thread.
 *
 * @param logs kinds of lines that a peer can bring about
 */
public record AdmissionRules(Edge edge, RobotDoor robots, Logs logs) {
  /**
   * Gathered for the node: else each loop would write its own.
   *
   * @param refused robots whose key opened nothing
   * @param unasked what can't be asked of the store, or noted there
   */
  record Logs(GatheredLog refused, GatheredLog unasked) {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionRules.class);

    static Logs of(LongSupplier monotonicMs) {
      return new Logs(new GatheredLog(LOG, monotonicMs), new GatheredLog(LOG, monotonicMs));
    }
  }
}
