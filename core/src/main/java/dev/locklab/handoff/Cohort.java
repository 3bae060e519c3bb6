package dev.locklab.handoff;

import dev.locklab.handoff.Protocol.End;
import dev.locklab.handoff.Protocol.Entered;
import dev.locklab.handoff.Protocol.Grant;
import dev.locklab.handoff.Protocol.Message;
import dev.locklab.handoff.Protocol.Mode;
import dev.locklab.handoff.Protocol.Served;
import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.redis.StoreException.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All of one client's threads that want one lock. They have one {@link Seat} in the lock's queue,
 * and when it is granted, a {@link Tenure}, in which the lock goes from one of them to the next
 * without asking the server (lock cohorting: Dice, Marathe and Shavit, 2012). What they commit is
 * gathered and written by one call; whoever committed goes on once the store has answered.
 *
 * <p>Only one call with commits of a tenure is on its way at a time, so none can be written whose
 * predecessor was not. Thread safe; the store is never waited for while the monitor is held.
 */
final class Cohort {

  private static final int RELEASE_ATTEMPTS = 3;
  private static final long RENEW_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long ENDURES_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LEAST_GATHERING = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long MOST_GATHERING = TimeUnit.MILLISECONDS.toNanos(1);
  static final long NEVER = Long.MAX_VALUE / 2;

  private final HandoffClient client;
  private final String name;
  private final Payload cargo;
  private final Protocol protocol;
  private final long leaseNanos;
  private final boolean renewed;
  private final Set<Waiter> waiting = new LinkedHashSet<>();

  /**
   * Tenures whose last call is on its way, which others may know to be over before that returns.
   */
  private final Set<String> leaving = new HashSet<>();

  /** Who has not given back yet what it got, be it lost or not. */
  private final Map<Thread, Hold> holders = new ConcurrentHashMap<>();

  private long tickets;
  private @Nullable Seat seat;
  private @Nullable Tenure tenure;

  /** A grant that this client gave to another one, and when it must have been confirmed. */
  private long given;

  private long givenUntil;
  private boolean spared;

  /** Whether somebody is likely to wait for this lock. */
  private volatile boolean contended;

  Cohort(HandoffClient client, String name, Payload cargo, long leaseMillis, boolean renewed) {
    this.client = client;
    this.name = name;
    this.cargo = cargo;
    this.renewed = renewed;
    this.leaseNanos = TimeUnit.MILLISECONDS.toNanos(leaseMillis);
    this.protocol = new Protocol(name, cargo, leaseMillis);
  }

  String name() {
    return name;
  }

  /** Whether it was asked for with the same payload and lease. */
  boolean isLike(Cohort other) {
    return cargo.equals(other.cargo) && leaseNanos == other.leaseNanos && renewed == other.renewed;
  }

  HandoffClient client() {
    return client;
  }

  // Waiting

  /** The hold of the thread; null if it has none. */
  @Nullable Hold heldBy(Thread thread) {
    return holders.get(thread);
  }

  /**
   * Waits for the lock.
   *
   * @param until {@link System#nanoTime} at which to give up
   * @return null if it was not had by then
   */
  @Nullable Hold acquire(long until) throws InterruptedException {
    Waiter waiter = enter(Thread.currentThread(), null);
    try {
      client.reader().await(waiter, () -> mayRead(waiter), until);
    } catch (InterruptedException | RuntimeException e) {
      Hold late = leave(waiter);
      if (late != null) {
        late.close();
      }
      throw e;
    }
    Hold hold = waiter.result();
    return hold != null ? hold : leave(waiter);
  }

  /** The same, told by a future. */
  CompletableFuture<Hold> acquireAsync() {
    CompletableFuture<Hold> future = new CompletableFuture<>();
    Waiter waiter = enter(null, future);
    client.reader().rouse();
    CompletableFuture<?> unused =
        future.whenComplete(
            (hold, failure) -> {
              if (future.isCancelled()) {
                leave(waiter);
              }
            });
    return future;
  }

  private Waiter enter(@Nullable Thread thread, @Nullable CompletableFuture<Hold> future) {
    client.requireOpen();
    Waiter waiter;
    Seat asks = null;
    synchronized (this) {
      waiter = new Waiter(++tickets, thread, future);
      waiting.add(waiter);
      Tenure now = tenure;
      boolean served = now != null && passes(now, waiter.ticket);
      if (seat == null && !served) {
        asks = seat();
      }
    }
    if (asks != null) {
      // A future is told by the reader, so that nobody waits for an answer here.
      ask(asks, contended || thread == null);
    }
    client.counters().waited();
    return waiter;
  }

  /** Takes the lock if nobody holds it or waits for it. */
  @Nullable Hold tryAcquire() {
    client.requireOpen();
    Seat asks;
    synchronized (this) {
      if (tenure != null || seat != null || !waiting.isEmpty()) {
        return null;
      }
      asks = seat();
      // Not looked at: whoever tries is not queued.
      asks.nextLook = System.nanoTime() + NEVER;
    }
    Waiter waiter = new Waiter(0, Thread.currentThread(), null);
    long sent = System.nanoTime();
    Entered entered;
    try {
      entered = protocol.enter(client.commands(), asks.id, Mode.TRY, true);
    } catch (StoreException e) {
      client.trouble();
      unseat(asks, true);
      throw e;
    }
    Grant grant = entered.grant();
    if (grant == null) {
      unseat(asks, false);
      note(entered, sent);
      return null;
    }
    client.confirmation().learn(sent, grant.token());
    granted(asks.id, grant, sent, entered.place() > 0, waiter);
    return waiter.result();
  }

  /**
   * Gives up a seat that was asked for in vain; those who have come meanwhile ask for their own.
   */
  private void unseat(Seat vain, boolean cancels) {
    Seat asks = null;
    synchronized (this) {
      if (seat == vain) {
        seat = null;
        asks = waiting.isEmpty() ? null : seat();
      }
    }
    if (cancels) {
      cancel(vain.id);
    }
    if (asks != null) {
      ask(asks, true);
    }
  }

  private synchronized boolean mayRead(Waiter waiter) {
    Tenure now = tenure;
    return seat != null && (now == null || !passes(now, waiter.ticket));
  }

  /** Somebody who waits for a message; null if nobody does. */
  synchronized @Nullable Waiter reader() {
    if (seat == null) {
      return null;
    }
    Tenure now = tenure;
    for (Waiter waiter : waiting) {
      if (now == null || !passes(now, waiter.ticket)) {
        return waiter;
      }
    }
    return null;
  }

  /**
   * Ends a wait.
   *
   * @return the lock, if it has come at the last moment
   */
  private @Nullable Hold leave(Waiter waiter) {
    Seat abandoned = null;
    synchronized (this) {
      if (!waiting.remove(waiter)) {
        return waiter.isDone() ? waiter.result() : null;
      }
      if (waiting.isEmpty()) {
        abandoned = seat;
        seat = null;
      }
    }
    if (abandoned == null) {
      // It may have been who read for the others.
      client.reader().rouse();
    } else {
      cancel(abandoned.id);
    }
    return null;
  }

  private boolean passes(Tenure now, long ticket) {
    return !client.isDirect() && now.serves(ticket, System.nanoTime());
  }

  // Asking

  /** A new seat; the caller holds the monitor, and asks for it outside. */
  private Seat seat() {
    Seat fresh = new Seat(client.nextId(), System.nanoTime());
    seat = fresh;
    client.mind(this, fresh.nextLook);
    return fresh;
  }

  private void ask(Seat asks, boolean posts) {
    long sent = System.nanoTime();
    boolean first = !asks.asked;
    asks.asked = true;
    try {
      if (posts && first) {
        // Likely to be queued: the answer would only say so.
        protocol.post(client.commands(), asks.id);
      } else {
        Entered entered = protocol.enter(client.commands(), asks.id, Mode.ASK, first);
        Grant grant = entered.grant();
        if (grant == null) {
          note(entered, sent);
          queued(asks, entered);
        } else {
          contended = !first;
          if (first) {
            client.confirmation().learn(sent, grant.token());
          }
          granted(asks.id, grant, sent, entered.place() > 0, null);
        }
      }
    } catch (StoreException e) {
      failed(asks, e);
    }
    recall(asks);
  }

  /** What nobody wants any more that it was asked for is taken back, now that it has been sent. */
  private void recall(Seat asked) {
    boolean unwanted;
    synchronized (this) {
      unwanted = seat != asked && !asked.accepted && !isKnown(asked.id);
    }
    if (unwanted) {
      cancel(asked.id);
    }
  }

  private synchronized void queued(Seat asked, Entered entered) {
    contended = true;
    asked.queued(System.nanoTime(), entered, client.minded());
    client.mind(this, asked.nextLook);
  }

  /** A call may have given the lock to somebody, who is then to confirm it. */
  private void note(Entered entered, long sent) {
    if (entered.granted()) {
      handedOn(entered.token(), sent);
    } else {
      client.confirmation().learnRoundTrip(sent);
    }
  }

  private void failed(Seat asked, StoreException e) {
    client.trouble();
    long now = System.nanoTime();
    List<Waiter> told = List.of();
    synchronized (this) {
      asked.failed(now);
      client.mind(this, asked.nextLook);
      if (!Errors.isTransient(e) || now - asked.failingSince > ENDURES_NANOS) {
        told = seat == asked ? failAll(e) : told;
      }
    }
    told.forEach(client.reader()::wake);
  }

  /** Ends all waits; the caller holds the monitor, and wakes them outside. */
  private List<Waiter> failAll(RuntimeException why) {
    seat = null;
    List<Waiter> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(waiter -> waiter.fail(why));
    return all;
  }

  /** Leaves the queue; a grant that has come meanwhile is passed on. */
  private void cancel(String id) {
    try {
      long sent = System.nanoTime();
      handedOn(protocol.cancel(client.commands(), id), sent);
    } catch (StoreException e) {
      // Then it is passed over once it comes up, or its lease ends.
      client.trouble();
    }
  }

  // Being granted

  /** A message has come. */
  void told(Message message) {
    Grant grant = message.grant();
    long now = System.nanoTime();
    synchronized (this) {
      Seat asked = seat;
      boolean over =
          (asked != null && asked.id.equals(message.id()))
              ? grant.token() <= asked.outdated
              : isKnown(message.id());
      if (over) {
        return;
      }
      contended = message.waited();
    }
    if (client.confirmation().isSuspect(grant.token(), now) && !isConfirmed(message, now)) {
      lookAgain();
      return;
    }
    if (client.confirmation().isSlow(grant.token(), now)) {
      confirm(message);
    }
    granted(message.id(), grant, now - client.confirmation().deadline(), message.waited(), null);
  }

  /** A grant that was long on its way may have been passed on meanwhile. */
  private boolean isConfirmed(Message message, long now) {
    try {
      long micros =
          protocol.renew(client.commands(), message.id(), message.grant().token(), renewed);
      if (micros > 0) {
        client.confirmation().learn(now, micros);
      }
      return micros > 0;
    } catch (StoreException e) {
      client.trouble();
      return false;
    }
  }

  private void confirm(Message message) {
    try {
      protocol.confirm(client.commands(), message.id(), message.grant().token());
    } catch (StoreException e) {
      // It is confirmed by and by.
      client.trouble();
    }
  }

  /** Messages may have been lost. */
  synchronized void lookAgain() {
    Seat asked = seat;
    if (asked != null) {
      asked.nextLook = System.nanoTime();
      client.mind(this, asked.nextLook);
    }
  }

  private boolean isKnown(String id) {
    Tenure now = tenure;
    return (now != null && now.id.equals(id)) || leaving.contains(id);
  }

  /**
   * The server has given a request of this client's the lock.
   *
   * @param since a time that is not after that
   * @param shared whether others wait
   * @param first who is to have it; null for the first of those who wait
   */
  private void granted(String id, Grant grant, long since, boolean shared, @Nullable Waiter first) {
    Tenure begun = null;
    Waiter next = null;
    synchronized (this) {
      Seat asked = seat;
      if (asked != null && asked.id.equals(id)) {
        if (tenure != null) {
          // It was taken from this client and given to it anew.
          lose(tenure);
        }
        seat = null;
        asked.accepted = true;
        long last = first == null ? lastTicket() : 0;
        begun = new Tenure(id, grant, since, shared, last, leaseNanos, renewed);
        tenure = begun;
        client.mind(this, begun.due);
        if (first != null) {
          give(begun, first);
        } else {
          next = giveNext(begun);
          begun.ending = next == null;
        }
      } else if (isKnown(id)) {
        return;
      }
    }
    if (next != null) {
      client.reader().wake(next);
    } else if (begun == null) {
      // Nobody asked for that, or does any more.
      cancel(id);
    } else if (first == null) {
      Flight flight;
      synchronized (this) {
        flight = depart(begun);
      }
      land(flight);
    }
  }

  private long lastTicket() {
    long last = 0;
    for (Waiter waiter : waiting) {
      last = waiter.ticket;
    }
    return last;
  }

  private boolean give(Tenure now, Waiter to) {
    Hold hold = new Hold(this, now, to.thread);
    Thread thread = to.thread;
    now.current = hold;
    if (thread != null) {
      holders.put(thread, hold);
    }
    if (!to.give(hold)) {
      now.current = null;
      return false;
    }
    client.counters().held();
    return true;
  }

  /** Gives the lock to the first who waits here; null if nobody does. */
  private @Nullable Waiter giveNext(Tenure now) {
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter next = all.next();
      all.remove();
      if (give(now, next)) {
        return next;
      }
    }
    return null;
  }

  // Holding

  /**
   * Ends a hold.
   *
   * @param arguments what is written; null if nothing is
   * @return what the store answered to the write
   */
  @Nullable Object end(Hold hold, @Nullable List<byte[]> arguments) {
    Tenure now = hold.tenure();
    Waiter next = null;
    Commit mine = null;
    RuntimeException broken;
    Thread owner = hold.owner();
    if (owner != null) {
      holders.remove(owner, hold);
    }
    synchronized (this) {
      broken = now.broken;
      if (broken == null && now.current != hold) {
        throw new IllegalStateException("the lock " + name + " has been released already");
      }
      now.current = now.current == hold ? null : now.current;
      if (broken == null) {
        next = pass(now, arguments);
        now.ending = next == null;
        if (arguments != null || next == null) {
          mine = new Commit(arguments, System.nanoTime() + gathering());
          now.commits.add(mine);
        }
      }
    }
    if (broken != null) {
      giveBack(now);
      throw broken;
    }
    if (next != null) {
      client.counters().passed();
      client.reader().wake(next);
    }
    return mine == null ? null : await(now, mine);
  }

  /**
   * Waits until everything that was committed before is in the store, and the lock known to be
   * held.
   */
  void confirm(Hold hold) {
    Tenure now = hold.tenure();
    Commit mine = new Commit(null, System.nanoTime());
    RuntimeException broken;
    synchronized (this) {
      broken = now.broken;
      if (broken == null) {
        now.commits.add(mine);
      }
    }
    if (broken != null) {
      throw broken;
    }
    await(now, mine);
  }

  /** Passes the lock on within this client if that may be. */
  private @Nullable Waiter pass(Tenure now, @Nullable List<byte[]> arguments) {
    Iterator<Waiter> first = waiting.iterator();
    if (!first.hasNext() || !passes(now, first.next().ticket)) {
      return null;
    }
    if (arguments != null) {
      BiFunction<String, List<byte[]>, String> after = cargo.after();
      if (after == null) {
        return null;
      }
      try {
        now.cargo = after.apply(now.cargo, arguments);
      } catch (RuntimeException e) {
        // The store is asked instead.
        return null;
      }
    }
    return giveNext(now);
  }

  /** As long as a round trip or two: gathering then at most doubles the time a commit takes. */
  private long gathering() {
    long roundTrips = 2 * client.confirmation().roundTrip();
    return Math.max(LEAST_GATHERING, Math.min(MOST_GATHERING, roundTrips));
  }

  private @Nullable Object await(Tenure now, Commit mine) {
    boolean interrupted = false;
    while (!mine.isDone()) {
      Flight flight = null;
      long left = 0;
      synchronized (this) {
        if (!mine.isDone() && !mine.taken && !now.inFlight) {
          left = isOver(now) ? 0 : mine.gathersUntil - System.nanoTime();
          flight = left <= 0 ? depart(now) : null;
        }
      }
      if (flight != null) {
        land(flight);
      } else if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else if (!mine.isDone()) {
        LockSupport.park(this);
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.result();
  }

  /** Whether nobody holds it any more, nor will. */
  private static boolean isOver(Tenure now) {
    return now.ending && now.current == null;
  }

  /**
   * Commits on their way.
   *
   * @param again where the lock is handed on, the seat that this client then has; null for none
   * @param join whether that seat is new
   */
  private record Flight(
      Tenure tenure,
      List<Commit> commits,
      long last,
      boolean release,
      @Nullable Seat again,
      boolean join) {}

  /** Takes what is to be written; the caller holds the monitor, and lands it outside. */
  private Flight depart(Tenure now) {
    List<Commit> taken = now.take();
    now.inFlight = true;
    boolean release = isOver(now) && now.commits.isEmpty();
    Seat again = null;
    boolean join = false;
    if (release) {
      leaving.add(now.id);
      if (tenure == now) {
        tenure = null;
        if (seat == null && !waiting.isEmpty()) {
          seat().asked = true;
          join = true;
        }
        again = seat;
      }
    }
    return new Flight(now, taken, now.last(), release, again, join);
  }

  private void land(Flight flight) {
    Served served;
    long sent = System.nanoTime();
    try {
      served = send(flight);
    } catch (StoreException e) {
      client.trouble();
      crash(flight, e, unwritten());
      return;
    } catch (RuntimeException e) {
      crash(flight, e, unwritten());
      throw e;
    }
    if (served == null) {
      LockLostException lost = lost();
      crash(flight, lost, lost);
    } else {
      land(flight, served, sent);
    }
  }

  private @Nullable Served send(Flight flight) {
    Tenure now = flight.tenure();
    List<List<byte[]>> writes = new ArrayList<>();
    for (Commit commit : flight.commits()) {
      if (commit.arguments != null) {
        writes.add(commit.arguments);
      }
    }
    End how = flight.release() ? End.RELEASE : renewed ? End.EXTEND : End.KEEP;
    String again = flight.again() == null ? "" : flight.again().id;
    client.counters().sent();
    return protocol
        .serve(
            client.commands(),
            now.id,
            now.token,
            flight.last(),
            how,
            contended,
            again,
            flight.join(),
            writes)
        .await();
  }

  private void land(Flight flight, Served served, long sent) {
    Tenure now = flight.tenure();
    if (served.again() != null && flight.again() != null) {
      client.confirmation().learn(sent, served.again().token());
      granted(flight.again().id, served.again(), sent, served.waiting() > 0, null);
    } else if (served.granted() > 0) {
      client.counters().handedOn();
      handedOn(served.granted(), sent);
    } else {
      client.confirmation().learnRoundTrip(sent);
    }
    RuntimeException refused = null;
    Commit next = null;
    synchronized (this) {
      now.inFlight = false;
      now.renewed(sent);
      refused = settle(flight.commits(), served.results());
      if (refused == null) {
        leaving.remove(now.id);
        next = now.commits.isEmpty() ? null : now.commits.get(0);
      } else {
        now.breakOff(unwritten());
      }
    }
    if (flight.again() != null) {
      recall(flight.again());
      client.reader().rouse();
    }
    flight.commits().forEach(Commit::wake);
    if (next != null) {
      next.wake();
    }
    if (refused != null) {
      giveBack(now);
    }
  }

  /** Tells each what became of it; returns the error that the last one met with. */
  private static @Nullable RuntimeException settle(List<Commit> commits, List<Object> results) {
    RuntimeException refused = null;
    int at = 0;
    for (Commit commit : commits) {
      if (commit.arguments == null) {
        commit.complete(null);
      } else if (refused != null || at >= results.size()) {
        commit.fail(unwritten());
      } else if (results.get(at) instanceof RuntimeException e) {
        refused = new StoreException(Fate.NOT_APPLIED, Errors.rootMessage(e), e);
        commit.fail(refused);
      } else {
        commit.complete(results.get(at++));
      }
    }
    return refused;
  }

  /** What was sent was not acknowledged; so nothing that was to follow it is written. */
  private void crash(Flight flight, RuntimeException why, RuntimeException others) {
    Tenure now = flight.tenure();
    List<Commit> enders = new ArrayList<>();
    synchronized (this) {
      now.inFlight = false;
      for (Commit commit : flight.commits()) {
        if (commit.arguments == null && isOver(now)) {
          enders.add(commit);
        } else {
          commit.fail(why);
        }
      }
      if (others instanceof LockLostException) {
        lose(now);
      } else {
        now.breakOff(others);
      }
    }
    flight.commits().forEach(Commit::wake);
    RuntimeException left = giveBack(now);
    for (Commit ender : enders) {
      if (left == null) {
        ender.complete(null);
      } else {
        ender.fail(left);
      }
      ender.wake();
    }
  }

  /**
   * Gives a tenure back that has ended before its time, once nobody holds it; and whoever waits
   * here asks again, where the lock was lost.
   *
   * @return why it could not be; null if it could
   */
  private @Nullable RuntimeException giveBack(Tenure now) {
    RuntimeException left = now.broken != null && beginGivingBack(now) ? handBack(now) : null;
    askAgain();
    return left;
  }

  /** Whether it is for the caller to give it back. */
  private synchronized boolean beginGivingBack(Tenure now) {
    if (now.current != null || now.givenBack) {
      return false;
    }
    now.givenBack = true;
    leaving.add(now.id);
    if (tenure == now) {
      tenure = null;
    }
    return true;
  }

  private @Nullable RuntimeException handBack(Tenure now) {
    RuntimeException broken = now.broken;
    RuntimeException left = broken instanceof LockLostException ? broken : release(now);
    if (left != null) {
      // It may have been given it anew, by a request that was answered late.
      cancel(now.id);
    }
    synchronized (this) {
      leaving.remove(now.id);
    }
    return left;
  }

  /** Those who wait here have neither the lock nor a place in the queue: then they ask for one. */
  private void askAgain() {
    Seat asks = null;
    synchronized (this) {
      if (tenure == null && seat == null && !waiting.isEmpty()) {
        asks = seat();
      }
    }
    if (asks != null) {
      ask(asks, true);
    }
    client.reader().rouse();
  }

  /** Only a holder's release does anything, so one that got no reply can be sent again. */
  private @Nullable RuntimeException release(Tenure now) {
    Flight empty;
    synchronized (this) {
      empty = new Flight(now, List.of(), now.last(), true, null, false);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        long sent = System.nanoTime();
        Served served = send(empty);
        // Where it is not held any more, an earlier call has released it.
        if (served != null && served.granted() > 0) {
          handedOn(served.granted(), sent);
        }
        return null;
      } catch (StoreException e) {
        client.trouble();
        if (attempt == RELEASE_ATTEMPTS) {
          return e;
        }
      }
    }
  }

  /** The lock is not this client's any more; the caller holds the monitor. */
  private void lose(Tenure gone) {
    gone.breakOff(lost());
    if (tenure == gone) {
      client.counters().lost();
      tenure = null;
    }
    Hold hold = gone.current;
    if (hold != null) {
      hold.lose();
    }
  }

  private LockLostException lost() {
    return new LockLostException("the lock " + name + " was not held any more");
  }

  private static StoreException unwritten() {
    return new StoreException(
        Fate.NOT_APPLIED, "a write before it, under the same grant, was not acknowledged");
  }

  /** The client is closed: whoever waits is told so, and whoever holds that it is lost. */
  void close() {
    List<Waiter> told;
    synchronized (this) {
      told = failAll(new IllegalStateException("the client is closed"));
      holders.values().forEach(Hold::lose);
      if (tenure != null && tenure.current != null) {
        tenure.current.lose();
      }
    }
    told.forEach(client.reader()::wake);
  }

  // Minding

  /** This client has given the lock to another one. */
  private void handedOn(long token, long sent) {
    if (token > 0) {
      client.confirmation().learn(sent, token);
      synchronized (this) {
        if (token > given) {
          given = token;
          spared = false;
          givenUntil = System.nanoTime() + client.confirmation().deadline();
          client.mind(this, givenUntil);
        }
      }
    }
  }

  /**
   * Does what is due: looks after the seat, confirms and renews the tenure, passes on what was not
   * confirmed. Called by one thread alone.
   *
   * @return when something is due again, by {@link System#nanoTime}; {@link #NEVER} added to now if
   *     nothing is
   */
  long mind(long now) {
    Seat looks = null;
    Seat late = null;
    Tenure renews = null;
    long unconfirmed = 0;
    boolean last = false;
    synchronized (this) {
      if (seat != null && now - seat.nextLook >= 0) {
        looks = seat;
      }
      Tenure held = tenure;
      if (held != null && now - held.due >= 0) {
        renews = held;
      }
      if (held != null && seat == null && !waiting.isEmpty() && !servesNext(held)) {
        late = seat();
      }
      if (given != 0 && now - givenUntil >= 0) {
        unconfirmed = given;
        last = spared;
        given = 0;
      }
    }
    if (renews != null) {
      renew(renews);
    }
    if (unconfirmed != 0) {
      check(unconfirmed, !last);
    }
    if (looks != null) {
      ask(looks, false);
    }
    if (late != null) {
      ask(late, true);
      client.reader().rouse();
    }
    return due(now);
  }

  private boolean servesNext(Tenure held) {
    return passes(held, waiting.iterator().next().ticket);
  }

  /** When something is due. */
  synchronized long due(long now) {
    long due = now + NEVER;
    if (seat != null) {
      due = Math.min(due, seat.nextLook);
    }
    Tenure held = tenure;
    if (held != null) {
      due = Math.min(due, held.due);
      if (seat == null && !waiting.isEmpty()) {
        due = Math.min(due, held.begun + Tenure.ALONE_NANOS);
      }
    }
    return given == 0 ? due : Math.min(due, givenUntil);
  }

  private void renew(Tenure held) {
    long sent = System.nanoTime();
    try {
      long micros = protocol.renew(client.commands(), held.id, held.token, renewed);
      synchronized (this) {
        if (micros > 0) {
          held.renewed(sent);
        } else if (tenure == held) {
          lose(held);
        }
      }
      if (micros > 0) {
        client.confirmation().learn(sent, micros);
      } else {
        giveBack(held);
      }
    } catch (StoreException e) {
      // The next time may be better; the lease allows for it.
      client.trouble();
      held.due = System.nanoTime() + RENEW_AGAIN_NANOS;
    }
  }

  private void check(long token, boolean spares) {
    try {
      long sent = System.nanoTime();
      long granted = protocol.check(client.commands(), token, spares);
      if (granted != Protocol.SPARED) {
        handedOn(granted, sent);
        return;
      }
      synchronized (this) {
        if (given == 0) {
          given = token;
          spared = true;
          givenUntil = System.nanoTime() + client.confirmation().respite();
          client.mind(this, givenUntil);
        }
      }
    } catch (StoreException e) {
      // Whoever is next in the queue looks as well.
      client.trouble();
    }
  }
}
