/** Connections to Redis: where it is, and links that never send a command twice. */
@NullMarked
package dev.locklab.redis;

import org.jspecify.annotations.NullMarked;
