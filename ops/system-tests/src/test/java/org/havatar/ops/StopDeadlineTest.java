package org.havatar.ops;

import org.havatar.ops.kit.OpenScene;
import org.havatar.ops.kit.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever breaks in mid-drive, the motors stand still 250 ms later. */
final class StopDeadlineTest {
  @RegisterExtension private static final OpenScene OPENED = OpenScene.forAllTests();

  @Test
  void motorsStopWhenTheRelayIsKilled() {
    new StopRuns("relay kill -9", scene())
        .mendingAtOnce()
        .measure(s -> faultOf(s.relay()::kill), scene()::restartRelay);
  }

  @Test
  void motorsStopWhenTheBridgeIsKilled() {
    new StopRuns("bridge kill -9", scene())
        .mendingAtOnce()
        .measure(s -> faultOf(s.bridge()::kill), scene()::restartBridge);
  }

  @Test
  void motorsStopWhenTheBridgeFreezes() {
    new StopRuns("bridge kill -STOP", scene())
        .measure(s -> faultOf(s.bridge()::freeze), scene().bridge()::thaw);
  }

  @Test
  void motorsStopWhenTheRelayFreezes() {
    new StopRuns("relay kill -STOP", scene())
        .measure(s -> faultOf(s.relay()::freeze), scene().relay()::thaw);
  }

  @Test
  void motorsStopWhenTheSerialCableIsPulled() {
    new StopRuns("serial unplug", scene())
        .measure(s -> s.tellBoard("unplug"), () -> scene().tellBoard("replug"));
  }

  @Test
  void motorsStopWhenTheClientHangsWithoutClosing() {
    new StopRuns("client frozen", scene())
        .measure(s -> s.driver().freeze(), scene().driver()::thaw);
  }

  /** The moment just before: a stop time can only come out too long. */
  private static long faultOf(Runnable cause) {
    long beforeNs = System.nanoTime();
    cause.run();
    return beforeNs;
  }

  private Scene scene() {
    return OPENED.get();
  }
}
