package dev.locklab.strategy;

import dev.locklab.account.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt to apply an update.
 *
 * @param outcome what the worker knows of it
 * @param stale whether the write is known to have overwritten something it had not read
 * @param waitNanos from asking for the lock to having it, or to being told that it is taken
 * @param holdNanos from having the lock to having given it back; 0 where it was not had
 * @param trouble what went wrong, in words; absent if nothing did. An applied update can have one:
 *     a lock that turns out lost at its release
 */
public record Attempt(
    Outcome outcome, boolean stale, long waitNanos, long holdNanos, @Nullable String trouble) {}
