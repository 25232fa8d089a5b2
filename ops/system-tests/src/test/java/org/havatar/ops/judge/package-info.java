/**
 * What says whether a run was right: the board's log, what was sent and asked, and how long things
 * took. It starts and asks nobody, so that it can be tested by what is handed to it.
 */
@NullMarked
package org.havatar.ops.judge;

import org.jspecify.annotations.NullMarked;
