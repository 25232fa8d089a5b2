@NullMarked
package org.havatar.launch;

import org.jspecify.annotations.NullMarked;
