package org.havatar.relay.node;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.havatar.transports.authority.Register;
import org.havatar.transports.authority.RegisterListener;
import org.havatar.transports.authority.RegisterOptions;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Propose;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.ReleaseStop;
import org.havatar.transports.wire.RobotHello;
import org.havatar.transports.wire.Stamp;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** A robot with the real register behind a real socket; its board always works. */
final class SocketRobot extends SocketPeer implements RegisterListener {
  private static final long BEACON_MS = 20;

  private final Vertx vertx;
  private final LongSupplier monotonicMs;
  private final String robotId;
  private volatile CompletableFuture<Stop.Cause> nextLatch = new CompletableFuture<>();
  private @Nullable Register register;

  SocketRobot(Vertx vertx, LongSupplier monotonicMs, String robotId) {
    this.vertx = vertx;
    this.monotonicMs = monotonicMs;
    this.robotId = robotId;
  }

  void hello() {
    send(new RobotHello(List.of(1), List.of(), robotId, 1, 4711, "test/1"));
    expect(Welcome.class);
  }

  private long atMs() {
    return monotonicMs.getAsLong();
  }

  private Stamp now() {
    return new Stamp((int) atMs());
  }

  @Override
  public void onMessage(Message message) {
    Register mine = register;
    if (message instanceof Welcome) {
      mine = new Register(RegisterOptions.DEFAULT, this, 1, atMs());
      register = mine;
      Register beaconing = mine;
      vertx.setPeriodic(BEACON_MS, ignored -> beacon(beaconing));
    }
    if (mine != null) {
      answer(mine, message);
    }
    super.onMessage(message);
  }

  private void beacon(Register mine) {
    mine.onBoardZero(mine.latch(), atMs());
    send(mine.beacon(null, 0, 0, 1, atMs()));
  }

  private void answer(Register mine, Message message) {
    switch (message) {
      case Ping ping -> send(new Pong(ping.id(), ping.senderMs(), true, now()));
      case Drive drive -> send(mine.judge(drive, true, atMs()));
      case Stop stop -> send(mine.stop(stop, atMs()));
      case Propose propose -> refuse(mine.propose(propose, atMs()));
      case ReleaseStop release -> refuse(mine.releaseStop(release, atMs()));
      default -> {}
    }
  }

  private void refuse(@Nullable Refused refused) {
    if (refused != null) {
      send(refused);
    }
  }

  @Override
  public void onLease(Lease lease) {
    send(lease);
  }

  @Override
  public void onLatched(Stop.Cause cause, Numbered latch) {
    nextLatch.complete(cause); // confirmed before the next beacon
  }

  /** Why it stops next. */
  CompletableFuture<Stop.Cause> nextLatch() {
    CompletableFuture<Stop.Cause> next = new CompletableFuture<>();
    nextLatch = next;
    return next;
  }

  @Override
  public void onStopConfirmed(Stopped stopped) {
    send(stopped);
  }
}
