package org.havatar.relay.api;

import io.vertx.core.Future;
import java.util.function.LongSupplier;
import org.havatar.relay.access.privacy.Traces;
import org.havatar.relay.session.port.CommandArchive;

/**
 * The command log, to be read.
 *
 * @param dropped how many records were lost since the node started
 */
public record CommandHistory(CommandArchive archive, LongSupplier dropped) {
  /** What erases a name in it. */
  public Traces traces() {
    return (account, pseudonym) ->
        Future.fromCompletionStage(archive.anonymize(account, pseudonym));
  }
}
