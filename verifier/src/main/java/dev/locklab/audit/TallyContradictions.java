package dev.locklab.audit;

import dev.locklab.account.Outcome;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where tallies cannot be true, whatever the journal says: a thread counted twice, an update with
 * two outcomes, a thread that is none of the run's. Who contradicts himself proves nothing.
 */
final class TallyContradictions {

  private static final Outcome[] OUTCOMES = Outcome.values();

  private final RunSpec spec;
  private final List<String> dead;
  private final Set<TallyRoll.Member> seen = new HashSet<>();
  private final Set<String> workers = new HashSet<>();
  private final List<String> said = new ArrayList<>();

  private TallyContradictions(Evidence evidence) {
    this.spec = evidence.spec();
    this.dead = evidence.ending().dead();
  }

  /** All that there are; one finding for each thread at the most. */
  static List<Finding> in(Evidence evidence) {
    TallyContradictions contradictions = new TallyContradictions(evidence);
    contradictions.dead();
    for (Tally tally : evidence.tallies()) {
      String what = contradictions.of(tally);
      if (what != null) {
        contradictions.said.add(what);
      }
    }
    contradictions.tooMany();
    return contradictions.said.stream()
        .map(what -> new Finding(Verdict.UNEXPLAINED, "the tallies contradict themselves: " + what))
        .toList();
  }

  private void dead() {
    for (String worker : dead) {
      if (!spec.team().isEmpty() && !spec.team().contains(worker)) {
        said.add(worker + " is said to have died, and is none of the run's workers");
      }
    }
  }

  private void tooMany() {
    if (spec.team().isEmpty() && workers.size() > spec.workload().workers()) {
      said.add(
          "%s handed in tallies, and the run had %s"
              .formatted(
                  Amounts.count(workers.size(), "worker"),
                  Amounts.plain((long) spec.workload().workers())));
    }
  }

  private @Nullable String of(Tally tally) {
    TallyRoll.Member who = new TallyRoll.Member(tally.worker(), tally.thread());
    workers.add(tally.worker());
    if (!seen.add(who)) {
      return who + " handed in more than one";
    }
    boolean known = spec.team().isEmpty() || spec.team().contains(tally.worker());
    if (!known || tally.thread() >= spec.workload().threads()) {
      return who + " handed in one, and is none of the run's threads";
    }
    if (dead.contains(tally.worker())) {
      return tally.worker() + " is said to have died, and handed in one";
    }
    String twice = twice(who, tally);
    return twice == null ? impossible(who, tally) : twice;
  }

  private static @Nullable String twice(TallyRoll.Member who, Tally tally) {
    for (int one = 0; one < OUTCOMES.length; one++) {
      for (int other = one + 1; other < OUTCOMES.length; other++) {
        long shared = tally.of(OUTCOMES[one]).seqs().firstShared(tally.of(OUTCOMES[other]).seqs());
        if (shared >= 0) {
          return "update %s/%s is counted as %s and as %s"
              .formatted(who, shared, words(OUTCOMES[one]), words(OUTCOMES[other]));
        }
      }
    }
    return null;
  }

  private @Nullable String impossible(TallyRoll.Member who, Tally tally) {
    int worker = spec.team().indexOf(tally.worker());
    long quota = worker < 0 ? Long.MAX_VALUE : spec.workload().quota(worker, tally.thread());
    for (Outcome outcome : OUTCOMES) {
      Tally.Share share = tally.of(outcome);
      if (share.count() == 0 && share.sum().signum() != 0) {
        return "%s counts no %s update, and a sum of %s for them"
            .formatted(who, words(outcome), Amounts.signed(share.sum()));
      }
      if (share.seqs().last() >= quota) {
        return "%s counts update %s, and was to make %s"
            .formatted(who, share.seqs().last(), Amounts.count(quota, "update"));
      }
    }
    return null;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case APPLIED -> "applied";
      case BUSY -> "busy";
      case REFUSED -> "refused";
      case FAILED -> "failed";
      case UNKNOWN -> "unknown";
    };
  }
}
