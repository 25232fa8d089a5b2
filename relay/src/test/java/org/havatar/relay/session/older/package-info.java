/** Parts of the adapters for older peers, each alone; the adapters themselves are tested above. */
@NullMarked
package org.havatar.relay.session.older;

import org.jspecify.annotations.NullMarked;
