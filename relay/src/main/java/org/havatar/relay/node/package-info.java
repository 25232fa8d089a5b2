/**
 * One running node: wiring, loops, who comes in, how it leaves. Nothing of the protocol is decided
 * here.
 */
@NullMarked
package org.havatar.relay.node;

import org.jspecify.annotations.NullMarked;
