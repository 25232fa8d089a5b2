package org.havatar.relay.access.bookings;

import java.util.Map;

/** What is wanted of one robot's calendar. {@code privileged}: nobody's quota binds them. */
public sealed interface BookingOrder {
  String robotId();

  /** Whose booking it may concern, as far as the order says so; empty: anybody's. */
  String account();

  /** Of the booking or wish that exists already; empty: none. */
  default String id() {
    return "";
  }

  record Book(String robotId, Booking wanted, boolean privileged) implements BookingOrder {
    @Override
    public String account() {
      return wanted.account();
    }
  }

  /** Other times. {@code account} empty: whosever it is. */
  record Move(String robotId, String id, String account, TimeWindow window, boolean privileged)
      implements BookingOrder {}

  /** Ends that much later, and is otherwise a {@link Move}. */
  record Extend(String robotId, String id, String account, long byMs, boolean privileged)
      implements BookingOrder {}

  /** Not yet begun: away with it. Running: its rest is given back. Also for wishes. */
  record Cancel(String robotId, String id, String account) implements BookingOrder {}

  /** Gets it when it becomes free. */
  record Wait(String robotId, Booking wanted, boolean privileged) implements BookingOrder {
    @Override
    public String account() {
      return wanted.account();
    }
  }

  /** That account has the robot: its running booking is no no-show. */
  record Attend(String robotId, String account) implements BookingOrder {}

  /** Figures of the robot's own, instead of those before. */
  record Limit(String robotId, Map<BookingPolicy.Limit, Integer> own) implements BookingOrder {
    @Override
    public String account() {
      return "";
    }
  }

  /** Only what time has brought about. */
  record Settle(String robotId) implements BookingOrder {
    @Override
    public String account() {
      return "";
    }
  }
}
