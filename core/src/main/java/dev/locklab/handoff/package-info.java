/**
 * A lock that is handed on directly: whoever releases it gives it to the next waiter in the same
 * step.
 *
 * <h2>Protocol</h2>
 *
 * <p>At the server there are a holder record with a lease, a queue of waiters, an inbox for each
 * waiter that has been granted the lock, and the last token. Each of the scripts in {@link
 * dev.locklab.handoff.Protocol} is atomic.
 *
 * <ul>
 *   <li><b>Enter:</b> a free lock is taken, unless others wait; a held one is queued for. A waiter
 *       then blocks on its inbox, and costs nobody anything.
 *   <li><b>Release:</b> whoever is still the holder may write, and makes the first living waiter
 *       the holder by putting token and data into its inbox. Who is not the holder any more is
 *       refused, and nothing changes.
 *   <li><b>Enter again:</b> a waiter that hears nothing for a while asks again; the first of the
 *       queue does so every 25 ms. That finds grants whose message was lost, holders whose lease
 *       has ended, and locks that somebody deleted.
 *   <li><b>Cancel:</b> a waiter that gives up leaves the queue, or hands a grant on that reached it
 *       too late.
 * </ul>
 *
 * <p>Nobody waits for the dead: every client keeps one idle subscription to a channel of its own,
 * and a releaser passes over waiters whose channel nobody listens to. A connection that is only
 * broken looks dead too; so this decides who is next, and never who holds.
 */
@NullMarked
package dev.locklab.handoff;

import org.jspecify.annotations.NullMarked;
