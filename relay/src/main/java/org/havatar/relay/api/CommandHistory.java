package org.havatar.relay.api;

import java.util.function.LongSupplier;
import org.havatar.relay.session.CommandArchive;

/**
 * The command log, to be read.
 *
 * @param dropped how many records were lost since the node started
 */
public record CommandHistory(CommandArchive archive, LongSupplier dropped) {}
