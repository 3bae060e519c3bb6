/** Ways to keep a balance right, what each of them promises, and how they are found. */
@NullMarked
package dev.locklab.strategy;

import org.jspecify.annotations.NullMarked;
