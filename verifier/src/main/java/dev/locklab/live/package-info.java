/** The page on which runs can be watched while they are made. */
@NullMarked
package dev.locklab.live;

import org.jspecify.annotations.NullMarked;
