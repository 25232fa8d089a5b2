package org.havatar.relay.api.document;

/** The OpenAPI document is wrong; says where and what. The node doesn't start then. */
public final class DocumentException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public DocumentException(String message) {
    super(message);
  }

  DocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
