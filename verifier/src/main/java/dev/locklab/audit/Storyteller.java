package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Injection;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts together what happened in a run with a fault, and leaves out what does not tell. */
final class Storyteller {

  /** Writes and payments that are looked at, of each the first; a story is no inventory. */
  private static final int MOST_LOOKED_AT = 20_000;

  private final Evidence evidence;
  private final Lineages lineages;
  private final Findings.@Nullable Lineage lineage;
  private final Map<String, ClockOffset> clocks;
  private final Set<Object> turns = new HashSet<>();
  private final List<StoryLines.Atom> atoms = new ArrayList<>();
  private long unread;
  private Timeline.@Nullable Fence store;
  private Timeline.@Nullable Fence rail;

  private Storyteller(Evidence evidence, Lineages lineages, Findings.@Nullable Lineage lineage) {
    this.evidence = evidence;
    this.clocks = Evidence.clocks(evidence.tallies());
    this.lineages = lineages;
    this.lineage = lineage;
  }

  /** What happened; null in a run without a scenario. */
  static @Nullable Timeline of(
      Evidence evidence, Lineages lineages, Findings.@Nullable Lineage lineage) {
    Injection injection = evidence.ending().injection();
    return injection == null ? null : new Storyteller(evidence, lineages, lineage).tell(injection);
  }

  private Timeline tell(Injection injection) {
    for (Injection.Event event : injection.events()) {
      atoms.add(
          new StoryLines.Atom(
              event.at(),
              StoryLines.Atom.Kind.EVENT,
              null,
              null,
              event,
              null,
              null,
              event.fault()));
    }
    takeWrites();
    takePayments();
    // Stable: events of one moment stay in their order, and so do writes.
    atoms.sort(Comparator.comparingLong(StoryLines.Atom::at).thenComparing(StoryLines.Atom::kind));
    return new Timeline(
        atoms.isEmpty() ? 0 : atoms.get(0).at(), StoryLines.of(atoms, unread), store, rail);
  }

  private void takeWrites() {
    Set<Long> turning = new HashSet<>();
    if (lineage != null) {
      for (Overwrite erasure : new Overwrite[] {lineage.first(), lineage.worst()}) {
        if (erasure != null) {
          turning.add(erasure.culprit().version());
        }
      }
    }
    Long newest = null;
    long latest = Long.MIN_VALUE;
    int taken = 0;
    for (Write write : evidence.journal()) {
      Long token = write.token();
      if (token != null && newest != null && newest > token && store == null) {
        store = fence(write, newest);
      }
      newest = token == null || (newest != null && newest > token) ? newest : token;
      if (++taken > MOST_LOOKED_AT && !turning.contains(write.version())) {
        unread++;
        continue;
      }
      latest = Math.max(latest, clock(write.worker()).toServer(write.writtenAt()));
      take(write, latest, turning.contains(write.version()));
    }
    if (lineage == null) {
      store = null;
    } else if (store == null) {
      Overwrite first = lineage.first();
      store = first == null ? refusals() : fence(overtaken(first), null);
    }
  }

  /** Of two whose writes do not go together the one that came late. */
  private static Write overtaken(Overwrite erasure) {
    Blame blame = erasure.blame();
    return blame.victimLate() && !blame.culpritLate() ? erasure.victims().get(0) : blame.culprit();
  }

  private void take(Write write, long at, boolean turning) {
    StoryLines.Turn turn = new StoryLines.Turn(name(write.worker(), write.thread()), write.seq());
    turns.add(turn);
    Trace.Fate fate = null;
    long erased = 0;
    if (lineage != null) {
      boolean survives = lineages.survives(write.version());
      fate =
          !survives ? Trace.Fate.LOST : write.isStale() ? Trace.Fate.CULPRIT : Trace.Fate.SURVIVED;
      // Whatever lies between two survivors was skipped by the later one.
      erased = survives ? write.version() - 1 - write.saw() : 0;
    }
    boolean late = Leases.outlived(evidence.spec(), write);
    granted(turn, write.worker(), write.acquiredAt(), write.token(), turning);
    atoms.add(
        new StoryLines.Atom(
            at,
            StoryLines.Atom.Kind.WRITE,
            turn,
            write.token(),
            null,
            null,
            new Timeline.Written(write, fate, erased, late),
            turning));
  }

  private void granted(
      StoryLines.Turn turn,
      String worker,
      @Nullable Long acquiredAt,
      @Nullable Long token,
      boolean turning) {
    if (acquiredAt != null) {
      long at = clock(worker).toServer(acquiredAt);
      atoms.add(
          new StoryLines.Atom(
              at, StoryLines.Atom.Kind.GRANT, turn, token, null, null, null, turning));
    }
  }

  private void takePayments() {
    if (evidence.spec().workload().rail() == null) {
      return;
    }
    Set<Long> paid = new HashSet<>();
    Set<String> refusedTo = new LinkedHashSet<>();
    Long newest = null;
    long refused = 0;
    Timeline.Fence fence = null;
    boolean told = false;
    int taken = 0;
    for (Payment payment : evidence.payments()) {
      String who = name(payment.worker(), payment.thread());
      boolean again = !payment.refused() && !paid.add(payment.order());
      if (again && fence == null) {
        fence =
            fence(
                who, null, payment.order(), payment.token(), newest, payment.acquiredAt() != null);
      }
      if (payment.refused()) {
        refused++;
        refusedTo.add(who);
      }
      boolean turning = !told && (again || payment.refused());
      told |= turning;
      Long token = payment.token();
      newest = token == null || (newest != null && newest > token) ? newest : token;
      if (++taken > MOST_LOOKED_AT && !turning) {
        continue;
      }
      StoryLines.Turn turn = new StoryLines.Turn(who, payment.seq());
      if (turns.add(turn)) {
        granted(turn, payment.worker(), payment.acquiredAt(), token, turning);
      }
      atoms.add(
          new StoryLines.Atom(
              clock(payment.worker()).toServer(payment.paidAt()),
              StoryLines.Atom.Kind.PAYMENT,
              turn,
              token,
              null,
              new Timeline.Paid(payment, again),
              null,
              turning));
    }
    rail = fence == null ? refused(refusedTo, refused) : fence;
  }

  /** What a fence at the store had to do where nothing was lost. */
  private Timeline.Fence refusals() {
    Set<String> who = new TreeSet<>();
    long refused = 0;
    for (Tally tally : evidence.tallies()) {
      long count = tally.of(Outcome.REFUSED).count();
      refused += count;
      if (count > 0) {
        who.add(name(tally.worker(), tally.thread()));
      }
    }
    return refused(who, refused);
  }

  private static Timeline.Fence refused(Set<String> who, long refused) {
    return refused == 0
        ? new Timeline.Fence(
            Timeline.Fence.Effect.NOTHING_STALE, null, null, null, null, null, false, 0)
        : new Timeline.Fence(
            Timeline.Fence.Effect.REFUSED,
            Sentences.some(List.copyOf(who)),
            null,
            null,
            null,
            null,
            true,
            refused);
  }

  private Timeline.Fence fence(Write stale, @Nullable Long newest) {
    return fence(
        name(stale.worker(), stale.thread()),
        stale.version(),
        null,
        stale.token(),
        newest,
        stale.acquiredAt() != null);
  }

  private static Timeline.Fence fence(
      String who,
      @Nullable Long version,
      @Nullable Long order,
      @Nullable Long token,
      @Nullable Long newest,
      boolean locked) {
    Timeline.Fence.Effect effect =
        token == null
            ? Timeline.Fence.Effect.NO_TOKEN
            : newest != null && newest > token
                ? Timeline.Fence.Effect.WOULD_REFUSE
                : Timeline.Fence.Effect.WOULD_PASS;
    return new Timeline.Fence(effect, who, version, order, token, newest, locked, 0);
  }

  private ClockOffset clock(String worker) {
    return clocks.getOrDefault(worker, ClockOffset.NONE);
  }

  private String name(String worker, int thread) {
    return evidence.spec().workload().threads() == 1 ? worker : worker + "#" + thread;
  }
}
