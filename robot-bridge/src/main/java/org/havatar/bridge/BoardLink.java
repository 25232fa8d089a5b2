package org.havatar.bridge;

import org.havatar.transports.authority.Window;
import org.havatar.transports.wire.Board;
import org.havatar.transports.wire.Drive;
import org.havatar.transports.wire.Numbered;
import org.havatar.transports.wire.Ping;
import org.havatar.transports.wire.Pong;
import org.havatar.transports.wire.Stop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot's side of PROTOCOL.md §10: what the board's clock says, which stop it still has to
 * confirm, and whether a setpoint may be offered. On the event loop; times are of {@link
 * StampClock}.
 */
final class BoardLink {
  static final int STOP_REPEAT_MS = 20;

  /** A board that says nothing gets the stop less often: whatever it can't read piles up. */
  static final int STOP_REPEAT_SILENT_MS = 200;

  static final int PING_MS = 50;

  /**
   * For so long at most a board that ramps down is spared the stop, which would be a jolt: its ramp
   * (120 ms) and what the neutral takes to reach it. Then it is stopped in any case.
   */
  static final int RAMP_MS = 160;

  /** Telemetry late by less isn't worth a line in the log. */
  static final int LOG_SILENCE_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(BoardLink.class);
  private static final int PONG_AGE_LIMIT_MS = 10_000;

  private final SerialLine line;
  private final BoardListener listener;
  private final Window window = new Window();

  private boolean open;
  private long startId;
  private @Nullable Board newest;
  private long arrivedAtMs;
  private boolean loggedUp;

  /** The stop last wanted; null before the first. */
  private @Nullable Stop stop;

  private boolean stopUnconfirmed;
  private long stopSentAtMs;

  /** While it ramps down; see {@link #RAMP_MS}. */
  private boolean ramping;

  private long rampUntilMs;

  private boolean unsettled;
  private long offeredAtMs;
  private long pingedAtMs;
  private int pingId;

  BoardLink(SerialLine line, BoardListener listener) {
    this.line = line;
    this.listener = listener;
  }

  /** The port opened: whatever the board was doing, it stops and wants a neutral first. */
  void onOpened(long nowMs) {
    LOG.info("serial port open");
    open = true;
    newest = null;
    window.reset();
    unsettled = false;
    Stop last = stop;
    if (last != null) {
      stop(Stop.Cause.ROBOT_START, last.latch(), nowMs);
    }
  }

  void onClosed(String why) {
    if (open) {
      LOG.info("serial port closed: {}", why);
    }
    open = false;
    newest = null;
    loggedUp = false;
  }

  /**
   * A moving board was told to ramp down, or does it by itself: the stop for the end of the lease
   * waits until it stands, {@link #RAMP_MS} at most. Any other stop comes at once.
   */
  void rampDown(long nowMs) {
    Board board = telemetry(nowMs);
    if (!ramping && board != null && !board.isZero()) {
      ramping = true;
      rampUntilMs = nowMs + RAMP_MS;
    }
  }

  /** Stops the board under that latch number; repeated until it reports the number and zero. */
  void stop(Stop.Cause cause, Numbered latch, long nowMs) {
    stop = new Stop(cause, 0, 0, 0, latch);
    stopUnconfirmed = true;
    ramping = ramping && cause == Stop.Cause.LEASE_ENDED;
    if (!ramping) {
      sendStop(nowMs);
    }
  }

  private boolean isRampOver(long nowMs) {
    Board board = telemetry(nowMs);
    return board == null || board.isZero() || nowMs - rampUntilMs >= 0;
  }

  private void sendStop(long nowMs) {
    Stop wanted = stop;
    if (open && wanted != null) {
      line.stop(wanted);
      stopSentAtMs = nowMs;
    }
  }

  /** Telemetry that arrived at {@code atMs}, which is not later than {@code nowMs}. */
  void onBoard(Board board, long atMs, long nowMs) {
    if (!open || isOlder(board)) {
      return;
    }
    boolean restarted = startId != 0 && startId != board.startId();
    startId = board.startId();
    newest = board;
    arrivedAtMs = atMs;
    if (!loggedUp) {
      LOG.info("board up, start {}", Long.toHexString(startId));
      loggedUp = true;
    }
    window.onAck(board.term(), board.sequence(), nowMs);
    if (restarted) {
      LOG.warn("board restarted, start {}", Long.toHexString(startId));
      window.reset();
      listener.onBoardRestarted();
    }
    settleStop(board);
  }

  /** Of two reports of one millisecond the later to arrive counts: a stop came in between. */
  private boolean isOlder(Board board) {
    Board before = newest;
    return before != null
        && before.startId() == board.startId()
        && before.stamp().isAfter(board.stamp());
  }

  private void settleStop(Board board) {
    Stop wanted = stop;
    if (wanted == null) {
      return;
    }
    long highest = Math.max(board.latch().boot(), board.term().boot());
    if (highest > wanted.latch().boot()) {
      listener.onBoardAhead(highest);
    } else if (board.isZero() && board.latch().equals(wanted.latch())) {
      stopUnconfirmed = false;
      listener.onBoardZero(board.latch());
    }
  }

  void onPong(Pong pong, long nowMs) {
    int ageMs = (int) nowMs - pong.senderMs();
    if (ageMs >= 0 && ageMs < PONG_AGE_LIMIT_MS) {
      long sentAtMs = nowMs - ageMs;
      window.onPong(sentAtMs);
      unsettled = unsettled && offeredAtMs >= sentAtMs;
    }
  }

  void onTick(long nowMs) {
    if (ramping && isRampOver(nowMs)) {
      ramping = false;
      sendStop(nowMs);
    }
    boolean silent = !isConnected(nowMs);
    int repeatMs = silent ? STOP_REPEAT_SILENT_MS : STOP_REPEAT_MS;
    if (stopUnconfirmed && !ramping && nowMs - stopSentAtMs >= repeatMs) {
      sendStop(nowMs);
    }
    if (unsettled && !silent && nowMs - pingedAtMs >= PING_MS) {
      pingedAtMs = nowMs;
      line.ping(new Ping(++pingId, (int) nowMs));
    }
    if (loggedUp && nowMs - arrivedAtMs > LOG_SILENCE_MS) {
      LOG.warn("board silent for {} ms", nowMs - arrivedAtMs);
      loggedUp = false;
    }
  }

  /** True while the board's newest stamp is recent. */
  boolean isConnected(long nowMs) {
    return newest != null && nowMs - arrivedAtMs <= Setpoint.MAX_BOARD_SILENCE_MS;
  }

  /**
   * True when a setpoint may be offered: the board speaks, has confirmed the last stop, and what
   * was sent before has arrived.
   */
  boolean isReady(long nowMs) {
    return isConnected(nowMs) && !stopUnconfirmed && window.isOpen(nowMs);
  }

  /** The newest telemetry, null while the board is silent. */
  @Nullable Board telemetry(long nowMs) {
    return isConnected(nowMs) ? newest : null;
  }

  /** True when the board won't move before it has got a neutral setpoint. */
  boolean wantsNeutral() {
    return newest != null && newest.stopped();
  }

  /** Offers an accepted setpoint that arrived now; to be called when {@link #isReady}. */
  void setpoint(Drive drive, int lifeMs, int holdMs, long nowMs) {
    Board board = newest;
    if (board == null) {
      return;
    }
    Setpoint.BoardTime boardTime = new Setpoint.BoardTime(board.stamp(), arrivedAtMs);
    line.setpoint(new Setpoint(drive, nowMs, lifeMs, holdMs, boardTime));
    window.onSent(drive.term(), drive.sequence(), nowMs);
    unsettled = true;
    offeredAtMs = nowMs;
  }
}
