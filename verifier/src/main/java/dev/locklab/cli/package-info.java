/** The verifier's command line. */
@NullMarked
package dev.locklab.cli;

import org.jspecify.annotations.NullMarked;
