/** The scenarios that the lab brings along, one file each. */
@NullMarked
package dev.locklab.scenario.catalogue;

import org.jspecify.annotations.NullMarked;
