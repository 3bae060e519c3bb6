/**
 * Runs and experiments as they are kept, in folders and in Redis. Decoding is strict: what comes
 * from a file is data from outside.
 */
@NullMarked
package dev.locklab.archive;

import org.jspecify.annotations.NullMarked;
