package org.havatar.transports.wire;

/** Everything that travels: hot messages in binary, events as JSON. */
public sealed interface Message permits Hot, Event {}
