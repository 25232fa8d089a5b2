package org.havatar.ops;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A scene for each test, in a folder that is named like it. To be registered in a field. */
final class OpenScene implements BeforeEachCallback, AfterEachCallback {
  private @Nullable Scene scene;

  Scene get() {
    Scene opened = scene;
    if (opened == null) {
      throw new IllegalStateException("only within a test");
    }
    return opened;
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    scene = Scene.open(test.getRequiredTestMethod().getName());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    Scene opened = scene;
    scene = null;
    if (opened != null) {
      opened.close();
    }
  }
}
