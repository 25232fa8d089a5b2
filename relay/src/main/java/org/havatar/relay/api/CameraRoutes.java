package org.havatar.relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.havatar.relay.access.Access;
import org.havatar.relay.access.Entitlement;
import org.havatar.relay.session.port.Devices.Device;

/**
 * {@code GET /api/cars/{carId}/camera}: where the pictures of a robot's camera board are. Keeps the
 * shape that older pages know, also when there is none.
 */
final class CameraRoutes implements Routes {
  private static final int NOT_FOUND = 404;

  private final Access access;
  private final Cameras cameras;
  private final LongSupplier epochMs;

  CameraRoutes(Access access, Cameras cameras, LongSupplier epochMs) {
    this.access = access;
    this.cameras = cameras;
    this.epochMs = epochMs;
  }

  @Override
  public void mount(Operations operations) {
    operations.on("getCamera", this::find, CameraRoutes::refuse);
  }

  private static void refuse(RoutingContext context, Problem problem) {
    if (problem.status() == NOT_FOUND) {
      answerNone(context);
    } else {
      problem.answer(context);
    }
  }

  /** Whoever may not watch the robot hears the same as when it has no camera. */
  private void find(RoutingContext context) {
    String carId = context.pathParam("carId");
    access
        .standing(Guards.user(context), carId)
        .onFailure(context::fail)
        .onSuccess(
            standing -> {
              Optional<Device> camera =
                  mayWatch(standing) ? cameras.camera(carId) : Optional.empty();
              camera
                  .flatMap(CameraRoutes::json)
                  .ifPresentOrElse(context::json, () -> answerNone(context));
            });
  }

  private boolean mayWatch(Entitlement standing) {
    return standing.robot().isPresent() && standing.mayWatch(epochMs.getAsLong());
  }

  private static Optional<JsonObject> json(Device camera) {
    return Optional.ofNullable(camera.streamUrl())
        .map(
            url ->
                new JsonObject()
                    .put("carId", camera.robotId())
                    .put("streamUrl", url)
                    .put("quality", camera.quality()));
  }

  private static void answerNone(RoutingContext context) {
    context.response().setStatusCode(NOT_FOUND);
    context.json(new JsonObject().put("error", "Camera not found"));
  }
}
