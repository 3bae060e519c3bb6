/**
 * The lab from JUnit: somebody's lock, in his own tests. Needs JUnit Jupiter and AssertJ, which the
 * lab does not carry.
 */
@NullMarked
package dev.locklab.junit;

import org.jspecify.annotations.NullMarked;
