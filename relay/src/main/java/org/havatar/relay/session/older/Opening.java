package org.havatar.relay.session.older;

import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.connection.LoopContext;
import org.havatar.transports.link.Link;

/** A connection that has just opened, and the loop that it is on. */
record Opening(Sessions sessions, LoopContext context, Link link) {}
