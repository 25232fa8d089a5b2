/**
 * What the tests are made with: programs that start, clients that drive, hops that hold or lose,
 * and what waits for them. It knows no test.
 */
@NullMarked
package org.havatar.ops.kit;

import org.jspecify.annotations.NullMarked;
