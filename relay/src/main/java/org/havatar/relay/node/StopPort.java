package org.havatar.relay.node;

import java.util.Optional;
import java.util.function.Consumer;
import org.havatar.relay.access.robots.KeptStop;
import org.havatar.relay.access.robots.KeptStops;
import org.havatar.relay.session.port.StandingStops;
import org.havatar.transports.authority.StandingStop;
import org.havatar.transports.authority.StopRecord;
import org.havatar.transports.wire.LatchKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps older robots' stops for one loop's sessions, and answers on that loop. */
final class StopPort implements StandingStops {
  private static final Logger LOG = LoggerFactory.getLogger(StopPort.class);

  private final KeptStops stops;
  private final Consumer<Runnable> loop;

  StopPort(KeptStops stops, Consumer<Runnable> loop) {
    this.stops = stops;
    this.loop = loop;
  }

  @Override
  public void find(String robotId, Consumer<Optional<StandingStop>> answer) {
    stops
        .find(robotId)
        .onComplete(
            kept -> loop.accept(() -> answer.accept(Optional.of(standing(kept)))),
            failure -> {
              LOG.atWarn()
                  .addKeyValue("robot", robotId)
                  .log("what stands there can't be read: {}", failure.toString());
              loop.accept(() -> answer.accept(Optional.empty()));
            });
  }

  @Override
  public StopRecord of(String robotId) {
    return (stop, saved, failed) ->
        stops
            .keep(robotId, kept(stop))
            .onComplete(
                ignored -> loop.accept(saved),
                failure -> loop.accept(() -> failed.accept(String.valueOf(failure.getMessage()))));
  }

  private static StandingStop standing(Optional<KeptStop> kept) {
    return kept.map(
            stop ->
                new StandingStop(
                    stop.administrator() ? LatchKind.ADMINISTRATOR : LatchKind.STOP,
                    stop.pressed(),
                    stop.stopId(),
                    stop.origin()))
        .orElse(StandingStop.NONE);
  }

  private static Optional<KeptStop> kept(StandingStop stop) {
    return stop.stands()
        ? Optional.of(
            new KeptStop(
                stop.kind() == LatchKind.ADMINISTRATOR,
                stop.pressed(),
                stop.stopId(),
                stop.origin()))
        : Optional.empty();
  }
}
