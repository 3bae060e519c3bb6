package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waited for what when nobody got anywhere any more. */
final class Stalls implements Rule {

  private final Evidence evidence;
  private @Nullable Write latest;

  Stalls(Evidence evidence) {
    this.evidence = evidence;
  }

  @Override
  public void write(Write write, Hands.Hand hand) {
    latest = write;
  }

  @Override
  public List<Finding> findings() {
    if (!evidence.ending().stalled()) {
      return List.of();
    }
    StringBuilder sentence = new StringBuilder("nobody got anywhere any more; ");
    Map<String, List<String>> waiting = new LinkedHashMap<>();
    for (Tally tally : evidence.tallies()) {
      if (tally.gaveUp() != null) {
        String what = tally.stuckAt() == null ? "at an update" : tally.stuckAt();
        waiting
            .computeIfAbsent(what, none -> new ArrayList<>())
            .add(tally.worker() + "#" + tally.thread());
      }
    }
    if (waiting.isEmpty()) {
      sentence.append("no worker could say why");
    } else {
      List<String> clauses = new ArrayList<>();
      waiting.forEach((what, who) -> clauses.add(what + ": " + String.join(", ", who)));
      sentence.append("when the run was ended, still ").append(String.join("; ", clauses));
    }
    Write last = latest;
    if (last != null) {
      sentence
          .append("; the last to write was ")
          .append(Attendance.name(last))
          .append(", version ")
          .append(last.version());
    }
    if (!evidence.ending().dead().isEmpty()) {
      sentence
          .append("; ")
          .append(String.join(", ", evidence.ending().dead()))
          .append(" died, and may have held what they waited for");
    }
    return List.of(new Finding(Verdict.STALLED, sentence.toString()));
  }
}
