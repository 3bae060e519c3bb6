package dev.locklab.audit;

import dev.locklab.run.Ending;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the reader should know besides: deaths, troubles, early ends. */
final class Notices {

  private Notices() {}

  static List<String> of(Evidence evidence, TallyReconciliation reconciliation, boolean storeLost) {
    Ending ending = evidence.ending();
    List<String> notices = new ArrayList<>();
    if (ending.stopped() != null) {
      notices.add("the run was ended early: " + ending.stopped());
    }
    for (String dead : ending.dead()) {
      notices.add(
          "worker " + dead + " died or was not heard of any more; the journal speaks for it");
    }
    long unaccounted = reconciliation.unaccounted();
    if (unaccounted > 0) {
      notices.add(
          unaccounted == 1
              ? "1 journaled update is of a thread that handed in no tally"
              : Amounts.plain(unaccounted)
                  + " journaled updates are of threads that handed in no tally");
    }
    long unknown = evidence.tallies().stream().mapToLong(t -> t.unknown().count()).sum();
    if (unknown > 0 && evidence.spec().workload().journal()) {
      notices.add(unanswered(unknown, reconciliation.resolved(), storeLost));
    }
    Map<String, Long> troubles = new LinkedHashMap<>();
    for (Tally tally : evidence.tallies()) {
      tally.troubles().forEach((what, times) -> troubles.merge(what, times, Long::sum));
      if (tally.gaveUp() != null && ending.stopped() == null && !ending.stalled()) {
        notices.add(
            "%s#%s stopped before its work was done: %s"
                .formatted(tally.worker(), tally.thread(), tally.gaveUp()));
      }
    }
    troubles.forEach((what, times) -> notices.add(Amounts.count(times, "time") + ": " + what));
    notices.addAll(ending.trouble());
    return List.copyOf(notices);
  }

  private static String unanswered(long unknown, long applied, boolean storeLost) {
    String what =
        unknown == 1
            ? "1 update got no reply: the journal shows that it was "
                + (applied == 1 ? "applied" : "not applied")
            : "%s got no reply: the journal shows that %s of them %s applied"
                .formatted(
                    Amounts.count(unknown, "update"),
                    Amounts.plain(applied),
                    applied == 1 ? "was" : "were");
    // What an incomplete journal does not have may have been there before.
    return applied < unknown && storeLost ? what + ", as far as the store still has it" : what;
  }
}
