/** Runs of real worker JVMs on real servers. */
@NullMarked
package dev.locklab.it;

import org.jspecify.annotations.NullMarked;
