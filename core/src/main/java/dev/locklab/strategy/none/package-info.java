/** Strategies that guard nothing. */
@NullMarked
package dev.locklab.strategy.none;

import org.jspecify.annotations.NullMarked;
