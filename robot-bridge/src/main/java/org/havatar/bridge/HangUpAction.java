package org.havatar.bridge;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * Keeps what the system does with SIGHUP over the loading of a library. jSerialComm's sets it to
 * "ignore" when it is loaded (JNI_OnLoad in SerialPort_Posix.c), which undoes the JVM's handler,
 * and HotSpot refuses to catch a signal that is ignored (JVM_RegisterSignal): nothing in Java
 * brings it back.
 */
final class HangUpAction {
  private static final int SIGHUP = 1;

  /** Larger than struct sigaction is anywhere; 152 bytes with glibc. */
  private static final int ACTION_BYTES = 512;

  private HangUpAction() {}

  /**
   * Runs {@code load}, and puts back what it may have changed.
   *
   * @return why that didn't work, as a part of a sentence; {@code load} has run all the same
   */
  static Optional<String> keptOver(Runnable load) {
    Optional<String> trouble = Optional.empty();
    try (Memory action = new Memory(ACTION_BYTES)) {
      Function sigaction = NativeLibrary.getProcess().getFunction("sigaction");
      boolean read = call(sigaction, Pointer.NULL, action);
      load.run();
      if (!read || !call(sigaction, action, Pointer.NULL)) {
        trouble = Optional.of("sigaction failed");
      }
    } catch (LinkageError e) {
      load.run();
      trouble = Optional.of(e.toString());
    }
    return trouble;
  }

  private static boolean call(Function sigaction, Pointer fresh, Pointer old) {
    return sigaction.invokeInt(new Object[] {SIGHUP, fresh, old}) == 0;
  }
}
