@NullMarked
package org.havatar.relay.access.audit;

import org.jspecify.annotations.NullMarked;
