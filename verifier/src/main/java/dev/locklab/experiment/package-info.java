/** Runs side by side: cells, figures over repeats, significance, charts, and what to recommend. */
@NullMarked
package dev.locklab.experiment;

import org.jspecify.annotations.NullMarked;
