/** Locks of ShedLock, which the lab does not carry. */
@NullMarked
package dev.locklab.strategy.shedlock;

import org.jspecify.annotations.NullMarked;
