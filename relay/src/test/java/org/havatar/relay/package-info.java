@NullMarked
package org.havatar.relay;

import org.jspecify.annotations.NullMarked;
