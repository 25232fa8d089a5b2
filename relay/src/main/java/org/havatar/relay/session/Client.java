package org.havatar.relay.session;

import org.havatar.relay.session.Accounts.Account;
import org.havatar.transports.link.Link;

/**
 * A client that was welcomed: who, where, and how to reach it.
 *
 * @param predecessor tag of the instance that it has proved to continue, 0 none
 */
record Client(Seat seat, long predecessor, Account account, Link link, Complaints complaints) {}
