@NullMarked
package org.havatar.relay.copy;

import org.jspecify.annotations.NullMarked;
