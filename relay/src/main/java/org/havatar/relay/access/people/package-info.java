/** Who acts, and what people and robots may be called. Knows no other package of the relay. */
@NullMarked
package org.havatar.relay.access.people;

import org.jspecify.annotations.NullMarked;
