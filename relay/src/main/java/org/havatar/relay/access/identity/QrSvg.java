package org.havatar.relay.access.identity;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as an SVG document, which a page may show as an image under a strict CSP. */
final class QrSvg {
  /** The quiet zone that ISO/IEC 18004 wants, in modules. */
  private static final int BORDER = 4;

  private QrSvg() {}

  static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder dark = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          dark.append("M%d,%dh1v1h-1z".formatted(x + BORDER, y + BORDER));
        }
      }
    }
    int size = code.size + 2 * BORDER;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">\
        <rect width="100%%" height="100%%" fill="#ffffff"/><path d="%s" fill="#000000"/></svg>"""
        .formatted(size, size, dark);
  }
}
