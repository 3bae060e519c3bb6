/**
 * Faults injected on purpose: what each does, how it is known to have bitten, and what comes of it.
 */
@NullMarked
package dev.locklab.scenario;

import org.jspecify.annotations.NullMarked;
