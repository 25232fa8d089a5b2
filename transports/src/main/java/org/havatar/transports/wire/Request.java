package org.havatar.transports.wire;

/** What can be refused by its name ({@link Refused}): messages that ask for something. */
public enum Request {
  SELECT_ROBOT("select_robot"),
  TAKE_LEASE("take_lease"),
  RELEASE_LEASE("release_lease"),
  TAKE_OVER("take_over"),
  REQUEST_LEASE("request_lease"),
  ANSWER_REQUEST("answer_request"),
  RELEASE_STOP("release_stop"),
  /** A node's, of a robot. */
  PROPOSE("propose");

  private final String wireName;

  Request(String wireName) {
    this.wireName = wireName;
  }

  /** As the message's {@code type} is spelled in JSON. */
  public String wireName() {
    return wireName;
  }
}
