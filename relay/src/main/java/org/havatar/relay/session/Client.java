package org.havatar.relay.session;

import org.havatar.relay.session.Accounts.Account;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Refused;

/**
 * A client that was welcomed: who, where, and how to reach it.
 *
 * @param predecessor tag of the instance that it has proved to continue, 0 none
 */
record Client(Seat seat, long predecessor, Account account, Link link, Complaints complaints) {
  void refuse(String request, String code, String message) {
    link.offer(new Refused(request, code, message, null, null));
  }
}
