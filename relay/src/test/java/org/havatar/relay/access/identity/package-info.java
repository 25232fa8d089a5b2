@NullMarked
package org.havatar.relay.access.identity;

import org.jspecify.annotations.NullMarked;
