/** Updates without a lock: read and write are one step in the store, or are repeated until so. */
@NullMarked
package dev.locklab.strategy.atomic;

import org.jspecify.annotations.NullMarked;
