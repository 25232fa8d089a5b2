package org.havatar.transports.link;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.havatar.transports.link.Link.Offer;
import org.havatar.transports.wire.Event;
import org.havatar.transports.wire.Lease;
import org.havatar.transports.wire.Message;
import org.havatar.transports.wire.Reason;
import org.havatar.transports.wire.Robots;
import org.havatar.transports.wire.Stop;
import org.havatar.transports.wire.StopPressed;
import org.havatar.transports.wire.Stopped;
import org.havatar.transports.wire.WatcherList;
import org.jspecify.annotations.Nullable;

/**
 * The three lanes of PROTOCOL.md §6 in front of one connection: stops in slots of their own, events
 * in a bounded FIFO, setpoints refused rather than kept. An event that only tells how something
 * stands now has one slot for its kind beside the FIFO, so that no stranger's deeds fill it. One
 * thread.
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
  private final Drops drops;
  private final Map<Long, Stop> stops = new LinkedHashMap<>();
  private final Map<Long, Stopped> answers = new LinkedHashMap<>();
  private final Queue<Event> events = new ArrayDeque<>();
  private final Map<Class<? extends Event>, Event> notices = new LinkedHashMap<>();
  private boolean refusedSetpoint;

  public Lanes(Pipe pipe, Drops drops) {
    this.pipe = pipe;
    this.drops = drops;
  }

  /** {@link Offer#CLOSED} means that the event lane ran over and the connection must go. */
  public Offer offer(Message message) {
    boolean ready = pipe.isWritable();
    switch (message) {
      case Stop stop -> stop(stop, ready);
      case Stopped answer -> stopped(answer, ready);
      case Event event -> {
        if (ready && events.isEmpty() && notices.isEmpty()) {
          pipe.write(event);
        } else if (isNotice(event)) {
          notice(event);
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

  /**
   * What somebody else's doing causes, however often, and where the newest says all that counts. A
   * lease that answers a proposal is none: whoever proposed waits for that very one.
   */
  private static boolean isNotice(Event event) {
    return switch (event) {
      case StopPressed ignored -> true;
      case WatcherList ignored -> true;
      case Robots ignored -> true;
      case Lease lease -> lease.proposal() == null;
      default -> false;
    };
  }

  private void notice(Event event) {
    if (notices.remove(event.getClass()) != null) {
      drops.count(Reason.SUPERSEDED);
    }
    notices.put(event.getClass(), event);
  }

  /**
   * One slot for each stop id: its repetitions replace each other, different stops don't. When all
   * slots are taken, a new stop replaces the oldest of its own origin, else the oldest of a lower
   * authority. When none is there it merges into those that wait, which stop the robot just as
   * well; its sender repeats it until it is answered.
   */
  private void stop(Stop stop, boolean ready) {
    if (ready) {
      pipe.write(stop);
    } else if (stops.size() < MAX_STOPS || stops.containsKey(stop.stopId())) {
      stops.put(stop.stopId(), stop);
    } else {
      drops.count(Reason.SUPERSEDED);
      Long replaced = oldest(each -> each.origin() == stop.origin() && isWithin(each, stop));
      if (replaced == null) {
        replaced = oldest(each -> each.authority() < stop.authority());
      }
      if (replaced != null) {
        stops.remove(replaced);
        stops.put(stop.stopId(), stop);
      }
    }
  }

  private static boolean isWithin(Stop waiting, Stop stop) {
    return waiting.authority() <= stop.authority();
  }

  private @Nullable Long oldest(Predicate<Stop> wanted) {
    for (Map.Entry<Long, Stop> each : stops.entrySet()) {
      if (wanted.test(each.getValue())) {
        return each.getKey();
      }
    }
    return null;
  }

  /** An answer that finds no slot is given anew when the stop is repeated. */
  private void stopped(Stopped answer, boolean ready) {
    if (ready) {
      pipe.write(answer);
    } else if (answers.size() < MAX_STOPS || answers.containsKey(answer.stopId())) {
      answers.put(answer.stopId(), answer);
    } else {
      drops.count(Reason.SUPERSEDED);
    }
  }

  /** The connection takes bytes again; true when a setpoint had been refused meanwhile. */
  public boolean drain() {
    stops.values().forEach(pipe::write);
    stops.clear();
    answers.values().forEach(pipe::write);
    answers.clear();
    while (!events.isEmpty() && pipe.isWritable()) {
      pipe.write(events.remove());
    }
    Iterator<Event> each = notices.values().iterator();
    while (events.isEmpty() && each.hasNext() && pipe.isWritable()) {
      pipe.write(each.next());
      each.remove();
    }
    boolean refused = refusedSetpoint && pipe.isWritable();
    refusedSetpoint = refusedSetpoint && !refused;
    return refused;
  }
}
