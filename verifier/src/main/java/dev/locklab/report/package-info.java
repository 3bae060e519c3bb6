/** Shows findings: tables, stories, sentences. Finds nothing itself. */
@NullMarked
package dev.locklab.report;

import org.jspecify.annotations.NullMarked;
