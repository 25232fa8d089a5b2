package org.havatar.relay.store;

import org.havatar.relay.access.port.Change;

/** Kinds of documents. The names are part of the layout: they are on disk and in Redis. */
public enum Kind {
  META("meta", Change.Subject.UNKNOWN),
  ACCOUNT("users", Change.Subject.ACCOUNT),
  ROBOT("robots", Change.Subject.ROBOT),
  ROBOT_KEYS("robot_keys", Change.Subject.ROBOT_KEYS),
  BOOT("boots", Change.Subject.UNKNOWN),
  /** Of older robots, whose register the node keeps. */
  KEPT_STOP("kept_stops", Change.Subject.UNKNOWN),
  CALENDAR("calendars", Change.Subject.CALENDAR),
  /** What an account has booked: changes with calendars only. */
  AGENDA("agendas", Change.Subject.UNKNOWN);

  private final String collection;
  private final Change.Subject subject;

  Kind(String collection, Change.Subject subject) {
    this.collection = collection;
    this.subject = subject;
  }

  public String collection() {
    return collection;
  }

  /** What a change of such a document is to those who listen; UNKNOWN: nothing. */
  public Change.Subject subject() {
    return subject;
  }
}
