/** Locks by Lettuce, which the lab does not carry. */
@NullMarked
package dev.locklab.strategy.lettuce;

import org.jspecify.annotations.NullMarked;
