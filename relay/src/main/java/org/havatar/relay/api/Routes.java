package org.havatar.relay.api;

/** Handlers for some of the document's operations. */
interface Routes {
  void mount(Operations operations);
}
