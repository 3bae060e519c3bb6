package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.run.Cost;
import dev.locklab.run.Deltas;
import dev.locklab.run.Ending;
import dev.locklab.run.Histograms;
import dev.locklab.run.Injection;
import dev.locklab.run.Load;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A run written down by hand, one line a write, in the order in which Redis executed them:
 *
 * <pre>
 *   History.opening(0)
 *       .write("w1", 0, +100)    // version 1, by a writer that had read version 0
 *       .write("w2", 0, -100)    // version 2, likewise: it overwrites version 1
 * </pre>
 *
 * Values, sequence numbers, tallies and the balance found follow from that. A worker is called
 * {@code w1}, its second thread {@code w1#1}.
 */
public final class History {

  private final long opening;

  /** What the balance was when it was last seen at each version; the opening is version 0. */
  private final List<Long> balances = new ArrayList<>();

  private final List<Write> journal = new ArrayList<>();
  private final Map<String, Hand> hands = new LinkedHashMap<>();
  private final List<String> dead = new ArrayList<>();
  private String strategy = "race";
  private Promise promise = Promise.NONE;
  private Duration think = Duration.ZERO;
  private @Nullable Duration lease;
  private @Nullable Duration ownLease;
  private int workers;
  private @Nullable Long updates;
  private Workload.OnBusy onBusy = Workload.OnBusy.SKIP;
  private List<Long> dealt = List.of();
  private boolean journaled = true;
  private boolean stalled;
  private @Nullable String stopped;
  private @Nullable Cost cost;
  private final Map<String, Long> lastHeard = new LinkedHashMap<>();
  private final List<String> unread = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private boolean balanceFound = true;
  private @Nullable Injection injection;
  private List<Payment> payments = List.of();
  private @Nullable Long versionFound;

  private History(long opening) {
    this.opening = opening;
    balances.add(opening);
  }

  /** A run that has not written anything yet. */
  public static History opening(long balance) {
    return new History(balance);
  }

  /**
   * A write of the next version, acknowledged to its writer, which had seen version {@code saw}.
   */
  public History write(String who, long saw, long delta) {
    return write(who, saw, delta, Outcome.APPLIED);
  }

  /** A write in the journal, of which its writer knows {@code outcome}. */
  public History write(String who, long saw, long delta, Outcome outcome) {
    return journal(who, saw, delta, hand(who).report(outcome, delta));
  }

  /** An update that is not in the journal, of which its writer knows {@code outcome}. */
  public History report(String who, long delta, Outcome outcome) {
    hand(who).report(outcome, delta);
    return this;
  }

  /** The latest update is written once more, over what it sees now. */
  public History again(long saw) {
    Write last = journal.get(journal.size() - 1);
    return journal(last.worker() + "#" + last.thread(), saw, last.delta(), last.seq());
  }

  private History journal(String who, long saw, long delta, long seq) {
    Hand hand = hand(who);
    long version = journal.size() + 1L;
    boolean existed = saw >= 0 && saw < version;
    long value = (existed ? balances.get((int) saw) : 0) + delta;
    balances.add(value);
    journal.add(
        new Write(version, saw, delta, value, hand.worker, hand.index, seq, null, null, 0, 0));
    return this;
  }

  /** An entry of the next version that no worker made: nobody counts it. */
  public History phantom(String worker, long saw, long delta, long seq) {
    long value = balances.get((int) saw) + delta;
    balances.add(value);
    journal.add(
        new Write(journal.size() + 1L, saw, delta, value, worker, 0, seq, null, null, 0, 0));
    return this;
  }

  /** The latest write was made under that fencing token. */
  public History token(long token) {
    Write w = journal.remove(journal.size() - 1);
    journal.add(
        new Write(
            w.version(),
            w.saw(),
            w.delta(),
            w.value(),
            w.worker(),
            w.thread(),
            w.seq(),
            token,
            w.acquiredAt(),
            w.readAt(),
            w.writtenAt()));
    return this;
  }

  /** The thread ended by itself. */
  public History ended(String who, String why) {
    hand(who).gaveUp = why;
    return this;
  }

  /** The thread was told to stop, and was at that. */
  public History gaveUp(String who, @Nullable String at) {
    Hand hand = hand(who);
    hand.gaveUp = "told to stop";
    hand.stuckAt = at;
    return this;
  }

  /** The latest write was made under a lock, granted and written at these microseconds. */
  public History held(long acquiredAt, long writtenAt) {
    Write w = journal.remove(journal.size() - 1);
    journal.add(
        new Write(
            w.version(),
            w.saw(),
            w.delta(),
            w.value(),
            w.worker(),
            w.thread(),
            w.seq(),
            w.token(),
            acquiredAt,
            acquiredAt,
            writtenAt));
    return this;
  }

  /** Somebody who is not of the lab adds to the balance. */
  public History somebodyElseAdds(long amount) {
    int latest = balances.size() - 1;
    balances.set(latest, balances.get(latest) + amount);
    return this;
  }

  /** The journal turns out not to have that version. */
  public History withoutEntry(long version) {
    journal.removeIf(write -> write.version() == version);
    return this;
  }

  /** The journal turns out to have lost its first entries; the others move up, as in a stream. */
  public History trimmed(int count) {
    List<Write> left =
        List.copyOf(journal.subList(Math.min(count, journal.size()), journal.size()));
    journal.clear();
    for (Write w : left) {
      journal.add(
          new Write(
              journal.size() + 1L,
              w.saw(),
              w.delta(),
              w.value(),
              w.worker(),
              w.thread(),
              w.seq(),
              w.token(),
              w.acquiredAt(),
              w.readAt(),
              w.writtenAt()));
    }
    return this;
  }

  /** The worker dies and hands in no tally. */
  public History died(String worker) {
    hand(worker);
    dead.add(worker);
    return this;
  }

  /** The worker's last heartbeat, before it died, told of so many updates applied. */
  public History lastHeard(String worker, long applied) {
    lastHeard.put(worker, applied);
    return this;
  }

  /** The worker lived on and its tally is missing all the same. */
  public History withoutTally(String worker) {
    silent.add(worker);
    return this;
  }

  /** The verifier could not read something. */
  public History unread(String what) {
    unread.add(what);
    return this;
  }

  /** Somebody else did something to the keys. */
  public History foreign(String what) {
    foreign.add(what);
    return this;
  }

  /** So many updates were asked for of each worker. */
  public History asked(long count) {
    updates = count;
    return this;
  }

  /** Updates that find the lock taken come back until they are applied. */
  public History retrying() {
    onBusy = Workload.OnBusy.RETRY;
    return this;
  }

  /** What went wrong at a thread, once. */
  public History trouble(String who, String what) {
    hand(who).troubles.merge(what, 1L, Long::sum);
    return this;
  }

  /** The thread stopped before its work was done. */
  public History leftEarly(String who, String why) {
    hand(who).gaveUp = why;
    return this;
  }

  /** The thread's tally has a sum that is off. */
  public History misreckoned(String who, long by) {
    hand(who).misreckoned = by;
    return this;
  }

  /** The lab broke something on purpose. */
  public History injected(Injection fault) {
    injection = fault;
    return this;
  }

  /** The rail has these payments, in this order. */
  public History paid(Payment... taken) {
    payments = List.of(taken);
    return this;
  }

  /** When the thread worked, in microseconds from 1. */
  public History working(String who, long from, long to) {
    Hand hand = hand(who);
    hand.startedAt = from;
    hand.endedAt = to;
    return this;
  }

  /** What the worker was busy with; only its first thread says so. */
  public History load(String worker, Load measured) {
    hand(worker).load = measured;
    return this;
  }

  /** How long the thread waited for the lock, each time, in nanoseconds. */
  public History waited(String who, long... nanos) {
    Histogram waits = Histograms.nanos();
    for (long time : nanos) {
      Histograms.record(waits, time);
    }
    hand(who).waits = Histograms.encode(waits);
    return this;
  }

  /** What to add to the thread's clock, and by how much that may be wrong, in microseconds. */
  public History clock(String who, long offset, long uncertainty) {
    Hand hand = hand(who);
    hand.offset = offset;
    hand.uncertainty = uncertainty;
    return this;
  }

  /** Nobody measured how the thread's clock stands to the server's. */
  public History clockNotMeasured(String who) {
    Hand hand = hand(who);
    hand.offset = null;
    hand.uncertainty = null;
    return this;
  }

  /** The strategy and what it promised. */
  public History of(String name, Promise promised) {
    strategy = name;
    promise = promised;
    return this;
  }

  /** The strategy's own lease, where the run gives none. */
  public History ownLease(Duration time) {
    ownLease = time;
    return this;
  }

  public History lease(Duration time) {
    lease = time;
    return this;
  }

  public History think(Duration time) {
    think = time;
    return this;
  }

  /** So many workers, if more than those that did something. */
  public History workers(int count) {
    workers = count;
    return this;
  }

  /** All threads began each update together, with these amounts, dealt in turn. */
  public History rounds(Long... amounts) {
    dealt = List.of(amounts);
    return this;
  }

  public History journalOff() {
    journaled = false;
    return this;
  }

  public History stalled() {
    stalled = true;
    return this;
  }

  public History stopped(String why) {
    stopped = why;
    return this;
  }

  /** What the server counted. */
  public History cost(long requests, long commands, long cpuMicros, @Nullable Double alone) {
    cost = new Cost(requests, commands, cpuMicros, alone);
    return this;
  }

  public History balanceNotFound() {
    balanceFound = false;
    return this;
  }

  public History versionFound(long version) {
    versionFound = version;
    return this;
  }

  /** What the audit says. */
  public Findings findings() {
    return Audit.of(evidence());
  }

  /** The run and what the audit says. */
  public Judged judged() {
    return Judged.of(evidence());
  }

  /** What the audit goes by. */
  public Evidence evidence() {
    List<String> team = hands.values().stream().map(hand -> hand.worker).distinct().toList();
    int most = hands.values().stream().mapToInt(hand -> hand.index).max().orElse(0) + 1;
    List<String> names = new ArrayList<>(team);
    while (names.size() < Math.max(workers, 1)) {
      names.add("w" + (names.size() + 1));
    }
    // Who did nothing says so.
    for (String name : names) {
      for (int thread = 0; thread < most; thread++) {
        hand(name + "#" + thread);
      }
    }
    RunSpec spec =
        Workload.builder()
            .opening(opening)
            .updates(updates)
            .onBusy(onBusy)
            .threads(most)
            .deltas(dealt.isEmpty() ? Deltas.UNIFORM : Deltas.dealt(dealt))
            .pacing(dealt.isEmpty() ? Workload.Pacing.FREE : Workload.Pacing.ROUNDS)
            .think(think)
            .lease(lease)
            .journal(journaled)
            .rail(payments.isEmpty() ? null : Workload.Rail.PLAIN)
            .build()
            .started("history", strategy, promise, ownLease, names, List.of());
    long counted = versionFound == null ? balances.size() - 1 : versionFound;
    Ending ending =
        new Ending(
            balanceFound ? balances.get(balances.size() - 1) : null,
            journaled ? counted : null,
            dead,
            stalled,
            stopped,
            cost,
            List.of(),
            heard(),
            unread,
            foreign,
            Map.of(),
            injection);
    List<Tally> tallies =
        hands.values().stream()
            .filter(hand -> !dead.contains(hand.worker) && !silent.contains(hand.worker))
            .map(Hand::tally)
            .toList();
    return new Evidence(
        spec,
        ending,
        journaled ? Journal.of(List.copyOf(journal)) : Journal.EMPTY,
        tallies,
        payments);
  }

  /** What each of the dead had told of: all that was acknowledged to it, unless said otherwise. */
  private Map<String, Long> heard() {
    Map<String, Long> heard = new LinkedHashMap<>();
    for (String worker : dead) {
      long acknowledged =
          hands.values().stream()
              .filter(hand -> hand.worker.equals(worker))
              .mapToLong(hand -> hand.tally().applied().count())
              .sum();
      heard.put(worker, acknowledged);
    }
    heard.putAll(lastHeard);
    return heard;
  }

  private Hand hand(String who) {
    return hands.computeIfAbsent(who.contains("#") ? who : who + "#0", Hand::new);
  }

  /** What a thread will have to tell. */
  private static final class Hand {

    private final String worker;
    private final int index;
    private final Map<Outcome, SeqRanges> seqs = new EnumMap<>(Outcome.class);
    private final Map<Outcome, BigInteger> sums = new EnumMap<>(Outcome.class);
    private long next;
    private long misreckoned;
    private long startedAt;
    private long endedAt;
    private @Nullable Long offset = 0L;
    private @Nullable Long uncertainty = 0L;
    private @Nullable String waits;
    private final Map<String, Long> troubles = new LinkedHashMap<>();
    private @Nullable String gaveUp;
    private @Nullable String stuckAt;
    private @Nullable Load load;

    Hand(String who) {
      this.worker = who.substring(0, who.indexOf('#'));
      this.index = Integer.parseInt(who.substring(who.indexOf('#') + 1));
    }

    long report(Outcome outcome, long delta) {
      seqs.computeIfAbsent(outcome, missing -> new SeqRanges()).add(next);
      sums.merge(outcome, BigInteger.valueOf(delta), BigInteger::add);
      return next++;
    }

    Tally tally() {
      Tally.Share applied = share(Outcome.APPLIED);
      return new Tally(
          worker,
          index,
          new Tally.Share(applied.seqs(), applied.sum().add(BigInteger.valueOf(misreckoned))),
          share(Outcome.BUSY),
          share(Outcome.REFUSED),
          share(Outcome.FAILED),
          share(Outcome.UNKNOWN),
          0,
          0,
          startedAt,
          endedAt,
          offset,
          uncertainty,
          waits,
          null,
          troubles,
          gaveUp,
          stuckAt,
          load);
    }

    private Tally.Share share(Outcome outcome) {
      return new Tally.Share(
          seqs.getOrDefault(outcome, new SeqRanges()), sums.getOrDefault(outcome, BigInteger.ZERO));
    }
  }
}
