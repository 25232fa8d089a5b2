package org.havatar.ops.kit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A scene for a test, in a folder that is named like it. To be registered in a field. */
public final class OpenScene implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final boolean shared;
  private @Nullable Scene scene;

  private OpenScene(boolean shared) {
    this.shared = shared;
  }

  /** Each test has its own. */
  public static OpenScene forEachTest() {
    return new OpenScene(false);
  }

  /**
   * One for all tests of a class that leave it as they found it, at rest before each; another one
   * after a test that failed. To be registered in a static field.
   */
  public static OpenScene forAllTests() {
    return new OpenScene(true);
  }

  public Scene get() {
    Scene opened = scene;
    if (opened == null) {
      throw new IllegalStateException("only within a test");
    }
    return opened;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    Scene opened = scene;
    if (opened != null) {
      opened.rest();
    } else if (shared) {
      scene = Scene.open(test.getRequiredTestClass().getSimpleName());
    } else {
      scene = Scene.open(test.getRequiredTestMethod().getName());
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (!shared || test.getExecutionException().isPresent()) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    close();
  }

  private void close() {
    Scene opened = scene;
    scene = null;
    if (opened != null) {
      opened.close();
    }
  }
}
