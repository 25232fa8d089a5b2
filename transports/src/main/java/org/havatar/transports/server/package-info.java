/**
 * What a program that serves links needs to know of transports: how to find them by the names in
 * its configuration, and what to give them.
 */
@NullMarked
package org.havatar.transports.server;

import org.jspecify.annotations.NullMarked;
