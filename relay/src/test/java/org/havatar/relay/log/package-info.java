@NullMarked
package org.havatar.relay.log;

import org.jspecify.annotations.NullMarked;
