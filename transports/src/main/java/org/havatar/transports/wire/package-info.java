/**
 * The wire protocol of {@code transports/protocol/PROTOCOL.md}: messages, codecs, arithmetic,
 * serial framing and reject reasons. Nothing here blocks, keeps time or throws on a peer's bytes.
 */
@NullMarked
package org.havatar.transports.wire;

import org.jspecify.annotations.NullMarked;
