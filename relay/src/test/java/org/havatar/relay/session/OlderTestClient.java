package org.havatar.relay.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.havatar.relay.session.connection.Session;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.link.CloseCode;
import org.havatar.transports.wire.Decoded;
import org.havatar.transports.wire.JsonCodec;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.MotorResponse;
import org.jspecify.annotations.Nullable;

/** A client of the older dialect at the other end of a fake link; its transport answers pings. */
public final class OlderTestClient implements SimulatedNode.Peer {
  public final FakeLink link = new FakeLink(false);
  private final SimulatedNode bench;
  private final Sessions loop;
  private final Session session;
  private final Queue<Runnable> stalled = new ArrayDeque<>();
  private int answered;
  private int commands;

  /** While true, its path up is stalled: commands and pongs wait, in order. */
  public boolean isStalled;

  /** While false, its transport answers no ping. */
  public boolean isPonging = true;

  /** Ahead of the bench's; null: it sends no time stamps. */
  public @Nullable Long clockAheadMs = 0L;

  public OlderTestClient(SimulatedNode bench, String loop) {
    this(bench, loop, null);
  }

  public OlderTestClient(SimulatedNode bench, String loop, @Nullable String wantedRobot) {
    this.bench = bench;
    this.loop = bench.loopNamed(loop);
    this.loop.enter(bench.nowMs);
    this.session =
        bench.receptionOf(loop).openClient(new Account("old", "Olda", false), wantedRobot, link);
  }

  /** Decoded as by the transport; goes when the path allows. */
  public void text(String json) {
    if (!(JsonCodec.decode(json) instanceof Decoded.Ok ok)) {
      throw new AssertionError("no message: " + json);
    }
    say(ok.message());
  }

  public void say(Message message) {
    up(() -> session.onMessage(message, bench.nowMs));
  }

  /** It had arrived before the link was closed. */
  public void sayLate(Message message) {
    bench.turn(loop, () -> session.onMessage(message, bench.nowMs));
    bench.settle();
  }

  private void up(Runnable task) {
    if (isStalled) {
      stalled.add(task);
    } else if (link.closedWith == null) {
      bench.turn(loop, task);
      bench.settle();
    }
  }

  /** What waited on its way arrives. */
  public void resume() {
    isStalled = false;
    for (Runnable next = stalled.poll(); next != null; next = stalled.poll()) {
      up(next);
    }
  }

  /** The command's id. */
  public int press(String direction) {
    int id = ++commands;
    String time =
        clockAheadMs == null ? "" : ",\"timestamp\":" + (bench.epochNowMs() + clockAheadMs);
    text(
        "{\"type\":\"motor_control\",\"id\":%d,\"direction\":\"%s\",\"speed\":255%s}"
            .formatted(id, direction, time));
    return id;
  }

  /** Presses that key every so often, for so long. */
  public void keepPressing(
      String direction, long everyMs, long durationMs, SimulatedNode.Peer... others) {
    for (long passed = 0; passed < durationMs; passed += everyMs) {
      press(direction);
      bench.pass(everyMs, others);
    }
  }

  public void lose() {
    loop.enter(bench.nowMs);
    loop.onClosed(session, CloseCode.LOST);
    bench.settle();
  }

  public List<MotorResponse> answersTo(int id) {
    return link.all(MotorResponse.class).stream()
        .filter(each -> Integer.toString(id).equals(each.id()))
        .toList();
  }

  /** "ok" or the code of its one answer; "none" without one. */
  public String answerTo(int id) {
    List<MotorResponse> all = answersTo(id);
    if (all.size() > 1) {
      throw new AssertionError("answered more than once: " + all);
    }
    return all.isEmpty() ? "none" : all.get(0).ok() ? "ok" : String.valueOf(all.get(0).code());
  }

  @Override
  public void answer() {
    if (!isPonging) {
      return;
    }
    List<Long> news = List.copyOf(link.probes.subList(answered, link.probes.size()));
    answered = link.probes.size();
    news.forEach(token -> up(() -> session.onProbed(token, bench.nowMs)));
  }

  public void pong(long token) {
    up(() -> session.onProbed(token, bench.nowMs));
  }
}
