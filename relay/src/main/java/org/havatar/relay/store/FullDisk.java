package org.havatar.relay.store;

/** Tells a full disk, which an operator can mend at once, from other failures. */
final class FullDisk {
  /** As Java words ENOSPC on Linux, and EDQUOT nearly so. */
  private static final String[] SIGNS = {"No space left", "Disk quota exceeded"};

  private FullDisk() {}

  private static boolean isCauseOf(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      for (String sign : SIGNS) {
        if (String.valueOf(each.getMessage()).contains(sign)) {
          return true;
        }
      }
    }
    return false;
  }

  /** For whoever asks over the network: no paths. */
  static String reason(Throwable failure) {
    return isCauseOf(failure) ? "no space left on its disk" : "its disk fails, the log says how";
  }

  /** For the operator. */
  static String detail(Throwable failure) {
    return isCauseOf(failure)
        ? "no space left on its disk: free some"
        : String.valueOf(failure.getMessage());
  }
}
