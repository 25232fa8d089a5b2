package org.havatar.relay.session.older;

import org.havatar.relay.session.Sessions;
import org.havatar.relay.session.Surroundings;
import org.havatar.transports.link.Link;

/** A connection that has just opened, and the loop that it is on. */
record Opening(Sessions sessions, Surroundings around, Link link) {}
