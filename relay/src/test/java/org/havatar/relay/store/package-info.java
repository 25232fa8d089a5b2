@NullMarked
package org.havatar.relay.store;

import org.jspecify.annotations.NullMarked;
