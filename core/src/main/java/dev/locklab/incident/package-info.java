/** Public faults of lock libraries, done again with the library itself. */
@NullMarked
package dev.locklab.incident;

import org.jspecify.annotations.NullMarked;
