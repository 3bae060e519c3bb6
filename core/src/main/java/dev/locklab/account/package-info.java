/** The shared balance and the journal of everything written to it. */
@NullMarked
package dev.locklab.account;

import org.jspecify.annotations.NullMarked;
