package org.havatar.ops;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whatever breaks in mid-drive, the motors stand still 250 ms later. */
final class StopDeadlineTest {
  private Scene scene;

  @BeforeEach
  void open(TestInfo test) {
    scene = Scene.open(test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void motorsStopWhenTheRelayIsKilled() {
    new StopRuns("relay kill -9", scene)
        .measure(s -> faultOf(s.relay()::kill), scene::restartRelay);
  }

  @Test
  void motorsStopWhenTheBridgeIsKilled() {
    new StopRuns("bridge kill -9", scene)
        .measure(s -> faultOf(s.bridge()::kill), scene::restartBridge);
  }

  @Test
  void motorsStopWhenTheBridgeFreezes() {
    new StopRuns("bridge kill -STOP", scene)
        .measure(s -> faultOf(s.bridge()::freeze), scene.bridge()::thaw);
  }

  @Test
  void motorsStopWhenTheRelayFreezes() {
    new StopRuns("relay kill -STOP", scene)
        .measure(s -> faultOf(s.relay()::freeze), scene.relay()::thaw);
  }

  @Test
  void motorsStopWhenTheSerialCableIsPulled() {
    new StopRuns("serial unplug", scene)
        .measure(s -> s.tellBoard("unplug"), () -> scene.tellBoard("replug"));
  }

  @Test
  void motorsStopWhenTheClientHangsWithoutClosing() {
    new StopRuns("client frozen", scene).measure(s -> s.driver().freeze(), scene.driver()::thaw);
  }

  /** The moment just before: a stop time can only come out too long. */
  private static long faultOf(Runnable cause) {
    long beforeNs = System.nanoTime();
    cause.run();
    return beforeNs;
  }
}
