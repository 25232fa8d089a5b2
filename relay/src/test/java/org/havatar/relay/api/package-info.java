@NullMarked
package org.havatar.relay.api;

import org.jspecify.annotations.NullMarked;
