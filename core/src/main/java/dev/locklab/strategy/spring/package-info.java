/** Locks of Spring Integration, which the lab does not carry. */
@NullMarked
package dev.locklab.strategy.spring;

import org.jspecify.annotations.NullMarked;
