package org.havatar.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.havatar.ops.judge.BoardLog;
import org.havatar.ops.kit.Accounts;
import org.havatar.ops.kit.OlderPeer;
import org.havatar.ops.kit.Presser;
import org.havatar.ops.kit.Wait;
import org.havatar.transports.wire.LatchKind;
import org.junit.jupiter.api.Test;

/**
 * A stop that a person pressed stands after whatever remembered it has begun anew (PROTOCOL.md §8).
 */
final class OlderRestartTest extends OlderPeersScene {
  /** Else the restarted robot would have a mere start latch, which this client's next key ends. */
  @Test
  void aWatchersStopOutlivesABridgeThatIsKilled() {
    BoardLog board = ourRobot();
    OlderPeer client = client("/client/c1" + OUR_ROBOT);
    driveOurs(client, board, "forward");
    try (Presser watcher = new Presser(api(), random())) {
      watcher.press();
    }
    Wait.until("the stop is kept", PATIENCE, () -> site.keptStop().startsWith("2 1 "));
    killAndStartOurBridge();
    long restartedNs = System.nanoTime();
    tryToDrive(client);
    assertThat(movesOurs(board, restartedNs)).isFalse();
    client.close();

    releaseStop(Accounts.ROBOT);
    killAndStartOurBridge();
    driveOurs(client("/client/c1" + OUR_ROBOT), board, "forward");
  }

  /** The robot itself remembers nothing: the node does, over its own end too. */
  @Test
  void anAdministratorsLockOutlivesAReconnectOfAnOlderRobotAndTheNode() {
    String path = "/robot/" + Accounts.SPARE_ROBOT;
    OlderPeer robot = keep(OlderPeer.robot(site, path));
    OlderPeer client = client("/client/c1" + OLDER_ROBOT);
    driveOlder(client, robot, "forward");
    try (Presser boss = new Presser(api(), Accounts.SPARE_ROBOT, Accounts.USER, random())) {
      assertThat(boss.lock().answer().latchKind()).isEqualTo(LatchKind.ADMINISTRATOR);
    }
    robot.close();
    long againNs = System.nanoTime();
    OlderPeer again = keep(OlderPeer.robot(site, path));
    tryToDrive(client);
    assertThat(again.linesSince(againNs, "command")).isNotEmpty();
    assertThat(moves(again, againNs)).isEmpty();
    again.close();

    killAndStartRelay();
    client = client("/client/c1" + OLDER_ROBOT);
    long restartedNs = System.nanoTime();
    OlderPeer third = keep(OlderPeer.robot(site, path));
    tryToDrive(client);
    assertThat(third.linesSince(restartedNs, "command")).isNotEmpty();
    assertThat(moves(third, restartedNs)).isEmpty();
    client.close();

    releaseStop(Accounts.SPARE_ROBOT);
    driveOlder(client("/client/c1" + OLDER_ROBOT), third, "forward");
  }
}
