package org.havatar.ops.judge;

import java.util.ArrayList;
import java.util.List;
import org.havatar.ops.judge.BoardLog.Entry;
import org.havatar.ops.judge.BoardLog.Note;
import org.havatar.ops.judge.BoardLog.Output;
import org.havatar.ops.judge.BoardLog.Setpoint;
import org.havatar.transports.wire.Numbered;

/**
 * Holds the board's own log against PROTOCOL.md §9: terms never interleave, and between two of them
 * the motors were stopped and a neutral came first.
 */
public final class TermJudge {
  private final List<String> faults = new ArrayList<>();
  private Numbered newest = Numbered.NONE;
  private boolean stopped = true;
  private boolean still = true;
  private int terms;
  private int setpoints;
  private int moving;

  public TermJudge(List<Entry> entries) {
    entries.forEach(this::judge);
  }

  private void judge(Entry entry) {
    switch (entry) {
      case Output output -> still = output.isZero();
      case Note note -> stopped |= note.event().equals("stop") || note.event().equals("start");
      case Setpoint setpoint -> onSetpoint(setpoint);
    }
  }

  private void onSetpoint(Setpoint setpoint) {
    setpoints++;
    moving += setpoint.moves() ? 1 : 0;
    int order = setpoint.term().compareTo(newest);
    if (order < 0) {
      faults.add(setpoint + " was executed after one of term " + newest);
    } else if (order > 0) {
      terms++;
      newest = setpoint.term();
      if (!stopped) {
        faults.add(setpoint + " is the first of its term, and no stop was before it");
      }
      if (!still) {
        faults.add(setpoint + " is the first of its term, and the motors still turned");
      }
      if (setpoint.moves()) {
        faults.add(setpoint + " is the first of its term and no neutral");
      }
    }
    stopped = false;
  }

  /** Sentences; empty when all is well. */
  public List<String> faults() {
    return faults;
  }

  /** In which at least one setpoint was executed. */
  public int terms() {
    return terms;
  }

  public int setpoints() {
    return setpoints;
  }

  public int moving() {
    return moving;
  }
}
