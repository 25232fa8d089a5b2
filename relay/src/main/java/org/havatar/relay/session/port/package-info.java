/**
 * What sessions need of the rest of the node, and what the node may ask of them: interfaces
 * declared beside their users, with the records that they hand over.
 */
@NullMarked
package org.havatar.relay.session.port;

import org.jspecify.annotations.NullMarked;
