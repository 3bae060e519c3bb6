/**
 * What became of every update: takes writes and tallies, returns findings. Touches no Redis, no
 * file and no clock.
 */
@NullMarked
package dev.locklab.audit;

import org.jspecify.annotations.NullMarked;
