/** Where native parts of libraries are unpacked before they are loaded. Knows nothing else. */
@NullMarked
package org.havatar.transports.natives;

import org.jspecify.annotations.NullMarked;
