/**
 * What every connection has, whoever is at its other end: signs of life, a pace, complaints, the
 * robot's register as it was last announced. Knows ports only.
 */
@NullMarked
package org.havatar.relay.session.connection;

import org.jspecify.annotations.NullMarked;
