/** The incidents, each one class, and clients of the libraries that they are of. */
@NullMarked
package dev.locklab.incident.catalogue;

import org.jspecify.annotations.NullMarked;
