@NullMarked
package dev.locklab.live;

import org.jspecify.annotations.NullMarked;
