package org.havatar.relay.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.SimulatedNode;
import org.havatar.relay.session.TestClient;
import org.havatar.relay.session.TestRobot;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.message.ToClientSession;
import org.havatar.relay.session.port.Accounts.Right;
import org.havatar.relay.session.port.Accounts.RobotName;
import org.havatar.relay.session.port.Accounts.Window;
import org.havatar.relay.session.port.CommandRecord;
import org.havatar.transports.wire.AnswerRequest;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.ErrorReport;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Refused;
import org.junit.jupiter.api.Test;

/** What a client's requests come to, and which of a robot's news are its client's. */
class ClientRequestsTest {
  private final SimulatedNode bench = new SimulatedNode();
  private final TestRobot robot = TestRobot.live(bench, "a");

  private List<String> outcomesOf(String request) {
    return bench.commands.stream()
        .filter(each -> each.kind().equals(request))
        .map(CommandRecord::fate)
        .toList();
  }

  @Test
  void whoHasChosenNoRobotIsToldSoWhateverItAsks() {
    bench.accounts.robots.add(new RobotName("tank-2", "Second"));
    TestClient client = bench.client("ann");
    client.hello();
    client.say(new AnswerRequest(4711, true));
    assertThat(client.link.last(Refused.class).request()).isEqualTo("answer_request");
    assertThat(client.link.last(Refused.class).code()).isEqualTo("not_selected");
    client.say(new GetStatus("\"s\""));
    assertThat(client.link.last(ErrorReport.class).code()).isEqualTo("not_selected");
  }

  @Test
  void aRequestToARobotThatIsNotThereIsRefusedAndKeptInTheJournal() {
    TestClient client = bench.pilot("ann", "a");
    robot.lose();
    client.take();
    assertThat(client.link.last(Refused.class).code()).isEqualTo("no_robot");
    assertThat(outcomesOf("take_lease")).contains("no_robot");
  }

  @Test
  void whoMayOnlyWatchIsToldSoAndWhoseTimeItIsNotIsToldThat() {
    bench.accounts.rightsByAccount.put("ann", Right.WATCH);
    bench.accounts.windowsByAccount.put("ben", List.of(new Window(0, 1, 1)));
    TestClient watcher = bench.pilot("ann", "a");
    TestClient early = bench.pilot("ben", "a");
    watcher.take();
    early.take();
    assertThat(watcher.link.last(Refused.class).message())
        .isEqualTo("Your account may not drive this robot.");
    assertThat(early.link.last(Refused.class).code()).isEqualTo("booking_needed");
    assertThat(early.link.last(Refused.class).message()).contains("Book another time");
    assertThat(outcomesOf("take_lease")).containsExactly("not_permitted", "booking_needed");
  }

  @Test
  void newsOfAnotherRobotOrOfAnEarlierTermAreNotItsClients() {
    TestClient client = bench.pilot("ann", "b");
    client.take();
    bench.pass(40, client, robot);
    int sent = client.link.sent.size();
    Sessions loop = bench.loopNamed("b");
    Beacon beacon = robot.beaconOf(robot.register.term(), client.tag());
    ClientAddress to = new ClientAddress("b", client.id(), client.tag());
    loop.receive(new ToClientSession.Heard(to, "tank-2", beacon));
    Numbered earlier = new Numbered(7, 1);
    loop.receive(new ToClientSession.Heard(to, SimulatedNode.ROBOT, robot.beaconOf(earlier, 0)));
    Lease old = new Lease(SimulatedNode.ROBOT, earlier, 0, null, 0, Lease.Cause.CURRENT, null);
    loop.receive(new ToClientSession.Leased(to, SimulatedNode.ROBOT, old));
    assertThat(client.link.sent).hasSize(sent);
    loop.receive(new ToClientSession.Heard(to, SimulatedNode.ROBOT, beacon));
    assertThat(client.link.sent).hasSize(sent + 1);
  }
}
