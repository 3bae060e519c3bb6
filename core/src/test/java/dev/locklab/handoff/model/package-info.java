/** The hand-off lock's protocol as a model small enough to be explored in all its interleavings. */
@NullMarked
package dev.locklab.handoff.model;

import org.jspecify.annotations.NullMarked;
