/** Benchmarks: programs that print their own figures and assert nothing. */
@NullMarked
package dev.locklab.bench;

import org.jspecify.annotations.NullMarked;
