/** Locks made of plain Redis commands. */
@NullMarked
package dev.locklab.strategy.plain;

import org.jspecify.annotations.NullMarked;
