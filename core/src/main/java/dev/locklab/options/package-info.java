/** Options that worker and verifier share. */
@NullMarked
package dev.locklab.options;

import org.jspecify.annotations.NullMarked;
