/** Locks that are none, each broken in a way that is met in the wild. */
@NullMarked
package dev.locklab.strategy.broken;

import org.jspecify.annotations.NullMarked;
