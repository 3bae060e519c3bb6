/** A run: its settings, the protocol between verifier and workers, and what workers count. */
@NullMarked
package dev.locklab.run;

import org.jspecify.annotations.NullMarked;
