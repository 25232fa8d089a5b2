package org.havatar.relay.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.RobotKeys;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.GetStatus;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorControl;
import org.havatar.transports.wire.MotorResponse;
import org.havatar.transports.wire.StatusResponse;

/**
 * A robot of the older dialect at the other end of a fake link. It checks nothing: what it was told
 * last it does until it is told otherwise.
 */
public final class OlderTestRobot implements SimulatedNode.Peer {
  public record Executed(long atMs, MotorControl command) {}

  public final FakeLink link = new FakeLink(false);
  public final List<Executed> executed = new ArrayList<>();
  private final SimulatedNode bench;
  private final Sessions loop;
  private final Session session;
  private int read;
  private int ponged;

  /** While false, its program reads and answers nothing. */
  public boolean isReading = true;

  /** While false, its transport answers no ping. */
  public boolean isPonging = true;

  /** While false, it executes without saying so. */
  public boolean isAnswering = true;

  /** While true, it refuses to move, and goes on with what it did. */
  public boolean isRefusing;

  public OlderTestRobot(SimulatedNode bench, String loop) {
    this.bench = bench;
    this.loop = bench.loopNamed(loop);
    this.loop.enter(bench.nowMs);
    this.session =
        bench.receptionOf(loop).openRobot(new RobotKeys.Proof(SimulatedNode.ROBOT, 1), link);
  }

  /** Connected and taken for what it is. */
  public static OlderTestRobot live(SimulatedNode bench, String loop) {
    OlderTestRobot robot = new OlderTestRobot(bench, loop);
    bench.pass(600, robot);
    return robot;
  }

  public void say(Message message) {
    if (link.closedWith == null) {
      sayLate(message);
    }
  }

  /** It had arrived before the link was closed. */
  public void sayLate(Message message) {
    bench.turn(loop, () -> session.onMessage(message, bench.nowMs));
    bench.settle();
  }

  public void lose() {
    loop.enter(bench.nowMs);
    loop.onClosed(session, CloseCode.LOST);
    bench.settle();
  }

  /** True while it was last told to move. */
  public boolean isMoving() {
    return !executed.isEmpty() && !executed.get(executed.size() - 1).command().isNeutral();
  }

  public List<Executed> moves() {
    return executed.stream().filter(each -> !each.command().isNeutral()).toList();
  }

  @Override
  public void answer() {
    if (isPonging) {
      List<Long> news = List.copyOf(link.probes.subList(ponged, link.probes.size()));
      ponged = link.probes.size();
      for (long token : news) {
        bench.turn(loop, () -> session.onProbed(token, bench.nowMs));
      }
      bench.settle();
    }
    if (isReading) {
      List<Message> news = List.copyOf(link.sent.subList(read, link.sent.size()));
      read = link.sent.size();
      news.forEach(this::onMessage);
    }
  }

  private void onMessage(Message message) {
    switch (message) {
      case MotorControl command -> {
        boolean does = command.isNeutral() || !isRefusing;
        if (does) {
          executed.add(new Executed(bench.nowMs, command));
        }
        if (isAnswering) {
          say(new MotorResponse(command.id(), does, does ? "done" : "no", null, 1.5));
        }
      }
      case GetStatus ask ->
          say(
              new StatusResponse(
                  ask.id(),
                  Map.of(
                      "battery",
                      Map.of("voltage", 11.5, "percentage", 61L),
                      "camera_active",
                      true)));
      default -> {}
    }
  }
}
