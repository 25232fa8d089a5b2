@NullMarked
package org.havatar.relay.limits;

import org.jspecify.annotations.NullMarked;
