package org.havatar.relay.store;

/** A document as it is kept. */
public record Document(Key key, String text) {
  /** Without the text: it may be secret, and records end up in logs. */
  @Override
  public String toString() {
    return "Document[" + key.kind() + " " + key.name() + "]";
  }
}
