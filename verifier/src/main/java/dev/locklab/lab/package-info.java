/** Runs strategies and keeps what came of them: the programmatic entrance to the lab. */
@NullMarked
package dev.locklab.lab;

import org.jspecify.annotations.NullMarked;
