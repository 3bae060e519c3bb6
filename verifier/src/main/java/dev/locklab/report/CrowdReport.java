package dev.locklab.report;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.interleaving.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells who of a crowd got the lock, and who comes back later. */
public final class CrowdReport {

  private static final int MOST_NAMES = 4;

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("thread", "which", null),
          new Sheet.Column(
              "state",
              "inside: it had the lock; waiting: it stood in line; through: it had done with its"
                  + " update, for it was told that the lock is taken, or needed none",
              null));

  private CrowdReport() {}

  /** Who got in and who did not, the sum, and what became of the money. */
  public static Sheet of(Crowd crowd, Judged run) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    crowd.inside().forEach(thread -> rows.add(List.of(thread, "inside")));
    crowd.waiting().forEach(thread -> rows.add(List.of(thread, "waiting")));
    crowd.through().forEach(thread -> rows.add(List.of(thread, "through")));
    List<String> text = text(crowd, run);
    return new Sheet(
        "threads",
        "Redis Lock Lab: %s, %s once, %s x %s"
            .formatted(
                run.spec().strategy(),
                Amounts.count(crowd.size(), "thread") + (crowd.size() == 1 ? " tries" : " try"),
                Amounts.count(run.spec().workload().workers(), "worker JVM"),
                Amounts.count(run.spec().workload().threads(), "thread")),
        COLUMNS,
        rows,
        text.stream().map(String::strip).filter(line -> !line.isEmpty()).toList(),
        text,
        List.of(run));
  }

  private static List<String> text(Crowd crowd, Judged run) {
    Findings findings = run.findings();
    int inside = crowd.inside().size();
    int waiting = crowd.waiting().size();
    int through = crowd.through().size();
    boolean told = findings.count(Outcome.BUSY) > 0;
    List<String> lines = new ArrayList<>();
    if (inside == 1) {
      lines.add("  " + crowd.inside().get(0) + " got the lock.");
    } else if (inside > 1) {
      lines.add(
          "  %s are in at once, %s: nothing keeps them apart."
              .formatted(Amounts.plain(inside), some(crowd.inside())));
    }
    if (waiting > 0) {
      lines.add("  " + Amounts.plain(waiting) + " wait in line, " + some(crowd.waiting()) + ".");
    }
    if (through > 0 && told) {
      lines.add(
          "  %s are told that it is taken, and come back later: %s."
              .formatted(Amounts.plain(through), some(crowd.through())));
    } else if (through > 0) {
      lines.add("  " + Amounts.plain(through) + " are through: they had to wait for nobody.");
    }
    lines.add(
        "  %s = %s"
            .formatted(
                Stream.of(inside, waiting, through)
                    .filter(count -> count > 0)
                    .map(Amounts::plain)
                    .collect(Collectors.joining(" + ")),
                Amounts.plain(crowd.size())));
    lines.add("");
    Long balance = findings.money().found();
    lines.add(
        "  In the end %s of %s added 1, and the balance is %s."
            .formatted(
                Amounts.plain(findings.applied()),
                Amounts.plain(crowd.size()),
                balance == null ? "unknown" : Amounts.plain(balance)));
    List<String> conclusion = OutcomeTable.conclusion(findings);
    int last = conclusion.size() - 1;
    conclusion.subList(0, last).forEach(sentence -> lines.add("  " + sentence));
    lines.add(conclusion.get(last));
    return lines;
  }

  private static String some(List<String> names) {
    return names.size() <= MOST_NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES))
            + " and "
            + Amounts.plain(names.size() - MOST_NAMES)
            + " more";
  }
}
