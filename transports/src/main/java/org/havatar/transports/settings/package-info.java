/**
 * Settings of a program: its commented manual, a person's file, the environment; and what a change
 * of them means while the program runs.
 */
@NullMarked
package org.havatar.transports.settings;

import org.jspecify.annotations.NullMarked;
