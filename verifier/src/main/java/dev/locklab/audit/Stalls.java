package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who waited for what when nobody got anywhere any more. */
final class Stalls implements Rule {

  private final Evidence evidence;
  private @Nullable Write latest;

  Stalls(Evidence evidence) {
    this.evidence = evidence;
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
    latest = write;
  }

  @Override
  public List<Finding> findings() {
    if (!evidence.ending().stalled()) {
      return List.of();
    }
    StringBuilder sentence = new StringBuilder("nobody got anywhere any more; ");
    Map<String, List<String>> waiting = new LinkedHashMap<>();
    Map<String, List<String>> ended = new LinkedHashMap<>();
    for (Tally tally : evidence.tallies()) {
      String why = tally.gaveUp();
      if (why != null) {
        String where = tally.stuckAt();
        boolean endedItself = where == null && !why.equals(Tally.TOLD_TO_STOP);
        String what = endedItself ? why : Objects.requireNonNullElse(where, "at an update");
        (endedItself ? ended : waiting)
            .computeIfAbsent(what, none -> new ArrayList<>())
            .add(tally.worker() + "#" + tally.thread());
      }
    }
    List<String> clauses = new ArrayList<>();
    if (!waiting.isEmpty()) {
      List<String> places = new ArrayList<>();
      waiting.forEach((what, who) -> places.add(what + ": " + String.join(", ", who)));
      clauses.add("when the run was ended, still " + String.join("; ", places));
    }
    ended.forEach((why, who) -> clauses.add(String.join(", ", who) + " had ended before: " + why));
    sentence.append(clauses.isEmpty() ? "no worker could say why" : String.join("; ", clauses));
    Write last = latest;
    if (last != null) {
      sentence
          .append("; the last to write was ")
          .append(TallyReconciliation.name(last))
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
