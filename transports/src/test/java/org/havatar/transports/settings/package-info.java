@NullMarked
package org.havatar.transports.settings;

import org.jspecify.annotations.NullMarked;
