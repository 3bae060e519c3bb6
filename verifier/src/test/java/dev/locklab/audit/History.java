package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.Cost;
import dev.locklab.run.Deltas;
import dev.locklab.run.Ending;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.SeqRanges;
import dev.locklab.run.Tally;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private @Nullable Duration lease;
  private @Nullable Duration ownLease;
  private int workers;
  private List<Long> dealt = List.of();
  private boolean journaled = true;
  private boolean stalled;
  private @Nullable String stopped;
  private @Nullable Cost cost;
  private boolean balanceFound = true;
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

  /** The worker dies and hands in no tally. */
  public History died(String worker) {
    dead.add(worker);
    return this;
  }

  /** The thread's tally has a sum that is off. */
  public History misreckoned(String who, long by) {
    hand(who).misreckoned = by;
    return this;
  }

  /** When the thread worked, in microseconds from 1. */
  public History working(String who, long from, long to) {
    Hand hand = hand(who);
    hand.startedAt = from;
    hand.endedAt = to;
    return this;
  }

  /** What to add to the thread's clock, and by how much that may be wrong, in microseconds. */
  public History clock(String who, long offset, long uncertainty) {
    Hand hand = hand(who);
    hand.offset = offset;
    hand.uncertainty = uncertainty;
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
    RunSpec spec =
        RunSpec.of(strategy)
            .opening(opening)
            .threads(most)
            .deltas(dealt.isEmpty() ? Deltas.UNIFORM : Deltas.dealt(dealt))
            .pacing(dealt.isEmpty() ? RunSpec.Pacing.FREE : RunSpec.Pacing.ROUNDS)
            .lease(lease)
            .journal(journaled)
            .build()
            .started("history", promise, ownLease, names, List.of());
    long counted = versionFound == null ? balances.size() - 1 : versionFound;
    Ending ending =
        new Ending(
            balanceFound ? balances.get(balances.size() - 1) : null,
            journaled ? counted : null,
            dead,
            stalled,
            stopped,
            cost,
            List.of());
    List<Tally> tallies =
        hands.values().stream()
            .filter(hand -> !dead.contains(hand.worker))
            .map(Hand::tally)
            .toList();
    return new Evidence(
        spec, ending, journaled ? Journal.of(List.copyOf(journal)) : Journal.EMPTY, tallies);
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
    private long offset;
    private long uncertainty;
    private @Nullable String gaveUp;
    private @Nullable String stuckAt;

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
          null,
          null,
          Map.of(),
          gaveUp,
          stuckAt);
    }

    private Tally.Share share(Outcome outcome) {
      return new Tally.Share(
          seqs.getOrDefault(outcome, new SeqRanges()), sums.getOrDefault(outcome, BigInteger.ZERO));
    }
  }
}
