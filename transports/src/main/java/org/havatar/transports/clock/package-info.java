/** The machine's clock, as ages are judged by. The only place of this module that reads one. */
@NullMarked
package org.havatar.transports.clock;

import org.jspecify.annotations.NullMarked;
