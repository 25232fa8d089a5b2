package org.havatar.transports.link;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.Stopped;

/**
 * The three lanes of PROTOCOL.md §6 in front of one connection: stops in slots of their own, events
 * in a bounded FIFO, setpoints refused rather than kept. One thread.
 */
public final class Lanes {
  static final int MAX_EVENTS = 64;
  static final int MAX_STOPS = 64;

  /** The connection behind the lanes. */
  public interface Pipe {
    boolean isWritable();

    void write(Message message);
  }

  private final Pipe pipe;
  private final Map<Object, Message> stops = new LinkedHashMap<>();
  private final Queue<Event> events = new ArrayDeque<>();
  private boolean refusedSetpoint;

  public Lanes(Pipe pipe) {
    this.pipe = pipe;
  }

  /** {@link Offer#CLOSED} means that the event lane ran over and the connection must go. */
  public Offer offer(Message message) {
    boolean ready = pipe.isWritable();
    switch (message) {
      case Stop stop -> urgent(stop, stop.stopId(), ready);
      case Stopped stopped -> urgent(stopped, -stopped.stopId(), ready);
      case Event event -> {
        if (ready && events.isEmpty()) {
          pipe.write(event);
        } else if (events.size() < MAX_EVENTS) {
          events.add(event);
        } else {
          return Offer.CLOSED;
        }
      }
      default -> {
        if (!ready) {
          refusedSetpoint = true;
          return Offer.FULL;
        }
        pipe.write(message);
      }
    }
    return Offer.SENT;
  }

  /** One slot for each stop id: its repetitions replace each other, different stops don't. */
  private void urgent(Message message, Object slot, boolean ready) {
    if (ready || stops.size() >= MAX_STOPS) {
      pipe.write(message);
    } else {
      stops.put(slot, message);
    }
  }

  /** The connection takes bytes again; true when a setpoint had been refused meanwhile. */
  public boolean drain() {
    stops.values().forEach(pipe::write);
    stops.clear();
    while (!events.isEmpty() && pipe.isWritable()) {
      pipe.write(events.remove());
    }
    boolean refused = refusedSetpoint && pipe.isWritable();
    refusedSetpoint = refusedSetpoint && !refused;
    return refused;
  }
}
