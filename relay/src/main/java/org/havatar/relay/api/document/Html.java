package org.havatar.relay.api.document;

/** Writes HTML; what comes from the document is always escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** As it is. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Escaped. */
  Html text(String words) {
    text.append(escape(words));
    return this;
  }

  /** An element that holds escaped text. */
  Html element(String name, String words) {
    return raw("<" + name + ">").text(words).raw("</" + name + ">\n");
  }

  static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
