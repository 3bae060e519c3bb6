/**
 * A lock that is handed on directly: whoever releases it gives it to the next waiter in the same
 * step, to a thread of its own JVM first and without the server, then to the next JVM in the queue.
 *
 * <h2>Protocol</h2>
 *
 * <p>At the server there are a holder record with a lease, a queue of waiting clients, and the last
 * token. A client has one place in the queue for all of its threads, a connection for commands, and
 * one that listens to a channel of its own. Each of the scripts in {@link
 * dev.locklab.handoff.Protocol} is atomic.
 *
 * <ul>
 *   <li><b>Enter:</b> a free lock is taken, unless others wait; a held one is queued for.
 *   <li><b>Serve:</b> whoever is still the holder may write; and either keeps the lock or makes the
 *       first living client in the queue the holder, by a message with token and data. Who is not
 *       the holder any more is refused, and nothing changes.
 *   <li><b>Renew:</b> confirms a grant, and extends the lease of a lock that is renewed.
 *   <li><b>Check:</b> a grant by message that nobody has confirmed by a deadline of some tens of
 *       milliseconds is passed on by whoever gave it; so a JVM that is stopped, or a message that
 *       was lost, does not cost a lease.
 *   <li><b>Enter again:</b> a client that hears nothing asks again, the more seldom the longer
 *       nothing happens. That finds holders whose lease has ended, locks that somebody deleted, and
 *       grants whose giver has died as well.
 *   <li><b>Cancel:</b> a client that gives up leaves the queue; a grant that reaches it too late,
 *       or that it never asked for, is handed on at once.
 * </ul>
 *
 * <p>Nobody waits for the dead: a releaser passes over clients whose channel nobody listens to. A
 * connection that is only broken looks dead too; so this decides who is next, and never who holds.
 *
 * <h2>Cohorts</h2>
 *
 * <p>A client that is granted the lock has a <i>tenure</i>: it serves those of its threads that
 * were waiting then (all that come, for 5 ms, where no other client was waiting), in the order of
 * their arrival, for 100 ms at the most. What they commit is written in that order, by as few calls
 * as may be, each fenced by the tenure's grant; it is acknowledged with the store's reply, and
 * where one is not acknowledged, none after it is sent.
 *
 * <h2>What it promises, beside others</h2>
 *
 * <table>
 *   <caption>Locks over Redis and ZooKeeper</caption>
 *   <tr><th></th><th>hand-off lock</th><th>RLock</th><th>RFencedLock</th><th>Curator's mutex</th></tr>
 *   <tr><td>order</td><td>first come first served among clients, and inside each; between clients
 *     exact to 5 ms</td><td>none</td><td>none</td><td>first come first served</td></tr>
 *   <tr><td>fencing token</td><td>rises with every hold, also over a fail-over</td><td>none</td>
 *     <td>rises with every hold, is repeated after a fail-over</td><td>none of its own</td></tr>
 *   <tr><td>write only while held</td><td>yes, by commit</td><td>no</td><td>if the resource checks
 *     the token</td><td>no</td></tr>
 *   <tr><td>holder that died</td><td>costs what is left of its lease (10 s); nothing if it had not
 *     yet confirmed</td><td>lease (30 s)</td><td>lease (30 s)</td><td>session time-out</td></tr>
 *   <tr><td>holder stopped too long</td><td>is refused; beyond its lease, or beyond the deadline if
 *     it was stopped before it confirmed</td><td>writes on</td><td>is refused by the resource</td>
 *     <td>writes on</td></tr>
 *   <tr><td>knows of its loss</td><td>by its own clock, with a callback</td><td>when it unlocks</td>
 *     <td>when it unlocks</td><td>by a connection listener</td></tr>
 *   <tr><td>re-entrant</td><td>on wish</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * </table>
 *
 * <h2>Rights</h2>
 *
 * <p>A user needs, besides those of the payload: {@code ~LOCK* &handoff:* +client|setname
 * +client|reply +del +eval +evalsha +get +llen +lpop +lpos +lrem +pexpire +ping +pttl +publish
 * +pubsub|numsub +rpush +rpushx +set +subscribe +time}. Without {@code client|reply} it works as
 * well, at a price.
 *
 * <p>Limits: the store itself may lose writes in a fail-over, as for every lock. Where the holder
 * record is lost and the server's clock has stepped back as well, tokens may repeat.
 */
@NullMarked
package dev.locklab.handoff;

import org.jspecify.annotations.NullMarked;
