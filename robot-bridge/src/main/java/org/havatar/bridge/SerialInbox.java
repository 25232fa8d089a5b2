package org.havatar.bridge;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.havatar.transports.link.Drops;
import org.havatar.transports.wire.Ack;
import org.havatar.transports.wire.Beacon;
import org.havatar.transports.wire.Binary;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.SerialFraming;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the board says from the reader's thread to the event loop: one slot a type, the
 * newest wins, so that a busy loop is never handed a backlog.
 */
final class SerialInbox implements SerialFraming.Decoder.Sink {
  private record Arrived(Board board, long atMs) {}

  private final LongSupplier clock;
  private final Executor loop;
  private final SerialListener listener;
  private final Drops drops;
  private final AtomicReference<@Nullable Arrived> newestBoard = new AtomicReference<>();
  private final AtomicReference<@Nullable Pong> newestPong = new AtomicReference<>();

  SerialInbox(LongSupplier clock, Executor loop, SerialListener listener, Drops drops) {
    this.clock = clock;
    this.loop = loop;
    this.listener = listener;
    this.drops = drops;
  }

  void onOpened() {
    loop.execute(listener::onSerialOpened);
  }

  void onClosed(String why) {
    loop.execute(() -> listener.onSerialClosed(why));
  }

  @Override
  public void onMessage(Binary message) {
    switch (message) {
      case Board board -> {
        if (newestBoard.getAndSet(new Arrived(board, clock.getAsLong())) == null) {
          handOver(this::handOverBoard, newestBoard);
        }
      }
      case Pong pong -> {
        if (newestPong.getAndSet(pong) == null) {
          handOver(this::handOverPong, newestPong);
        }
      }
      case Drive drive -> onWrongDirection();
      case Ack ack -> onWrongDirection();
      case Stop stop -> onWrongDirection();
      case Stopped stopped -> onWrongDirection();
      case Beacon beacon -> onWrongDirection();
      case Ping ping -> onWrongDirection();
    }
  }

  @Override
  public void onBad(Reason reason) {
    drops.count(reason);
  }

  private void onWrongDirection() {
    drops.count(Reason.WRONG_DIRECTION);
  }

  /** A slot that stays full would never be handed over again. */
  private void handOver(Runnable task, AtomicReference<?> slot) {
    boolean accepted = false;
    try {
      loop.execute(task);
      accepted = true;
    } finally {
      if (!accepted) {
        slot.set(null);
      }
    }
  }

  private void handOverBoard() {
    Arrived arrived = newestBoard.getAndSet(null);
    if (arrived != null) {
      listener.onBoard(arrived.board, arrived.atMs);
    }
  }

  private void handOverPong() {
    Pong pong = newestPong.getAndSet(null);
    if (pong != null) {
      listener.onBoardPong(pong);
    }
  }
}
