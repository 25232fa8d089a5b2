package org.havatar.relay.session;

import org.havatar.relay.session.Accounts.Account;
import org.havatar.transports.link.Link;

/** A client that was welcomed: who, where, and how to reach it. */
record Client(Seat seat, Account account, Link link, Complaints complaints) {}
