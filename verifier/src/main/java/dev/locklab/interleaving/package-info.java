/** The few orders in which a few steps can come: forced ones, and how often free ones come out. */
@NullMarked
package dev.locklab.interleaving;

import org.jspecify.annotations.NullMarked;
