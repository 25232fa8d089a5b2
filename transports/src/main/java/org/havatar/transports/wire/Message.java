package org.havatar.transports.wire;

/** Everything that travels: binary messages, and events as JSON. */
public sealed interface Message permits Binary, Event {}
