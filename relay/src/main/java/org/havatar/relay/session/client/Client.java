package org.havatar.relay.session.client;

import org.havatar.relay.session.connection.Alarm;
import org.havatar.relay.session.connection.Complaints;
import org.havatar.relay.session.message.ClientAddress;
import org.havatar.relay.session.port.Accounts.Account;
import org.havatar.transports.link.Link;
import org.havatar.transports.wire.Refused;
import org.havatar.transports.wire.Request;

/**
 * A client that was welcomed: who, where, and how to reach it.
 *
 * @param predecessor tag of the instance that it has proved to continue, 0 none
 * @param knowsLock its hello offered {@code admin_lock}
 */
record Client(
    ClientAddress address,
    long predecessor,
    Account account,
    boolean knowsLock,
    Link link,
    Complaints complaints,
    Alarm alarm) {
  /** True when a stop of the administrator's authority is kept as such. */
  boolean mayLock() {
    return knowsLock && account.administrator();
  }

  void refuse(Request request, String code, String message) {
    link.offer(Refused.of(request, code, message));
  }
}
