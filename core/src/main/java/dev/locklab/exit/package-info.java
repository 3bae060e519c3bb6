/** How both programs end: their exit codes, and the failures that lead to them. */
@NullMarked
package dev.locklab.exit;

import org.jspecify.annotations.NullMarked;
