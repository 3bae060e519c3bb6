/**
 * What is said between the lab and its workers: orders, heartbeats, tallies, and the one codec for
 * all of it.
 */
@NullMarked
package dev.locklab.control;

import org.jspecify.annotations.NullMarked;
