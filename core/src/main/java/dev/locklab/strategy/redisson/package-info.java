/** Strategies that use Redisson's locks. */
@NullMarked
package dev.locklab.strategy.redisson;

import org.jspecify.annotations.NullMarked;
