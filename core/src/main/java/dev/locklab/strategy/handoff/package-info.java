/** The lab's own lock. */
@NullMarked
package dev.locklab.strategy.handoff;

import org.jspecify.annotations.NullMarked;
