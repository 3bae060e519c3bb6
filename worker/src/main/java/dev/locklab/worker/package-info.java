/** The worker: an agent that waits for runs, and the update loop it works them off with. */
@NullMarked
package dev.locklab.worker;

import org.jspecify.annotations.NullMarked;
