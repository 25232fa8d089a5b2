package org.havatar.relay.access.bookings;

import java.time.Instant;
import java.util.List;

/** What became of an order. */
public sealed interface BookingOutcome {
  /** It is done; {@code booking} as it is now. */
  record Done(Booking booking) implements BookingOutcome {}

  /** It is done and concerns no one booking. */
  record Noted() implements BookingOutcome {}

  /** It is not done, and nothing has changed. */
  sealed interface Refused extends BookingOutcome {
    /** Stable, for programs. */
    String code();

    /** A sentence for a person: what is wrong, and what to do. */
    String message();
  }

  /**
   * Somebody else has a part of it.
   *
   * @param nearest free windows of the same length, nearest first
   */
  record Taken(List<TimeWindow> nearest) implements Refused {
    @Override
    public String code() {
      return "taken";
    }

    @Override
    public String message() {
      return nearest.isEmpty()
          ? "That time is booked, and no other is free as long. Put yourself on the waiting list."
          : "That time is booked. Take a free one or put yourself on the waiting list; the nearest"
              + " free one begins at "
              + Instant.ofEpochMilli(nearest.get(0).fromMs())
              + ".";
    }
  }

  /** Nobody has a part of it, so nobody needs to wait. */
  record Free() implements Refused {
    @Override
    public String code() {
      return "free";
    }

    @Override
    public String message() {
      return "That time is free. Book it.";
    }
  }

  /** Shorter or longer than the robot's policy allows. */
  record WrongLength(long shortestMs, long longestMs) implements Refused {
    @Override
    public String code() {
      return "wrong_length";
    }

    @Override
    public String message() {
      return "A booking of this robot is %d to %d minutes long. Choose such a time."
          .formatted(shortestMs / 60_000, longestMs / 60_000);
    }
  }

  /** It would begin before it may. */
  record TooSoon(long earliestMs) implements Refused {
    @Override
    public String code() {
      return "too_soon";
    }

    @Override
    public String message() {
      return "A booking can begin at "
          + Instant.ofEpochMilli(earliestMs)
          + " at the earliest. Choose a later begin.";
    }
  }

  /** It would end later than may be booked today. */
  record TooFarAhead(long latestMs) implements Refused {
    @Override
    public String code() {
      return "too_far_ahead";
    }

    @Override
    public String message() {
      return "Bookings end at "
          + Instant.ofEpochMilli(latestMs)
          + " at the latest. Choose an earlier time, or book it later.";
    }
  }

  /** Too many that are not over. */
  record TooMany(int most) implements Refused {
    @Override
    public String code() {
      return "too_many";
    }

    @Override
    public String message() {
      return "An account has at most %d open bookings and wishes. Cancel one or wait for its end."
          .formatted(most);
    }
  }

  /** Too many hours in that week. */
  record TooManyHours(long leftMs, int mostHours) implements Refused {
    @Override
    public String code() {
      return "too_many_hours";
    }

    @Override
    public String message() {
      return "An account books at most %d hours a week, and %d minutes are left in that one. "
              .formatted(mostHours, leftMs / 60_000)
          + "Choose a shorter time or another week.";
    }
  }

  /** More than that would only be disappointed. */
  record WaitingListFull(int most) implements Refused {
    @Override
    public String code() {
      return "waiting_list_full";
    }

    @Override
    public String message() {
      return "%d wait for this robot already. Choose a free time.".formatted(most);
    }
  }

  /** No such booking or wish, or it is somebody else's. */
  record NotFound() implements Refused {
    @Override
    public String code() {
      return "not_found";
    }

    @Override
    public String message() {
      return "You have no such booking. Ask for your list again.";
    }
  }

  /** It has ended. */
  record Over() implements Refused {
    @Override
    public String code() {
      return "over";
    }

    @Override
    public String message() {
      return "That booking is over. Make a new one.";
    }
  }

  /** A running one keeps its begin and can't end in the past. */
  record Running() implements Refused {
    @Override
    public String code() {
      return "running";
    }

    @Override
    public String message() {
      return "That booking has begun. Its end can be moved to a later moment than now; to end it at"
          + " once, cancel it.";
    }
  }
}
