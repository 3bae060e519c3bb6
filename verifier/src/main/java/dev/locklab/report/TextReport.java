package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the terminal shows of one run, or of several side by side. */
public final class TextReport {

  private static final int MOST_NOTICES = 8;

  /** Grades that speak for themselves in a table. */
  private static final Set<Grade> EXPECTED = EnumSet.of(Grade.OK, Grade.INTERESTING, Grade.LIMIT);

  private TextReport() {}

  /**
   * One run: its table, its verdict with all findings, the story, and what else there is to know.
   */
  public static List<String> ofRun(Judged run) {
    List<String> lines = new ArrayList<>(Table.of(List.of(run)));
    lines.add("");
    lines.addAll(findings(run));
    append(lines, Story.of(run));
    lines.add("");
    lines.add("Grade: " + run.findings().grade() + ", " + run.findings().gradeReason() + ".");
    return lines;
  }

  /**
   * Several runs side by side, the story of the first that lost something, and one plain sentence.
   */
  public static List<String> ofComparison(List<Judged> runs) {
    List<String> lines = new ArrayList<>(Table.of(runs));
    runs.stream()
        .filter(run -> lost(run) > 0)
        .findFirst()
        .ifPresent(run -> append(lines, Story.of(run)));
    for (Judged run : runs) {
      boolean plain = EXPECTED.contains(run.findings().grade());
      if (!plain || !run.findings().notices().isEmpty()) {
        lines.add("");
        lines.add(run.spec().strategy() + ":");
        lines.addAll(findings(run));
        if (run.findings().grade() != Grade.OK && run.findings().grade() != Grade.LIMIT) {
          lines.add(
              "  Grade: " + run.findings().grade() + ", " + run.findings().gradeReason() + ".");
        }
      }
    }
    lines.add("");
    lines.add(conclusion(runs));
    return lines;
  }

  private static List<String> findings(Judged run) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : run.findings().findings()) {
      lines.add("  " + finding.verdict() + ": " + finding.sentence() + ".");
    }
    List<String> notices = run.findings().notices();
    notices.stream().limit(MOST_NOTICES).forEach(notice -> lines.add("  note: " + notice));
    if (notices.size() > MOST_NOTICES) {
      lines.add("  note: and " + (notices.size() - MOST_NOTICES) + " more, see tallies.json");
    }
    return lines;
  }

  /** What the figures come to, in one plain sentence or two. */
  private static String conclusion(List<Judged> runs) {
    List<String> clauses = new ArrayList<>();
    for (Judged run : runs) {
      if (lost(run) > 0) {
        clauses.add(
            "%s lost %s of %s updates"
                .formatted(
                    run.spec().strategy(), Amounts.plain(lost(run)), Amounts.plain(writes(run))));
      }
    }
    String right =
        runs.stream()
            .filter(run -> run.findings().verdict() == Verdict.CONSISTENT)
            .filter(run -> run.spec().promise() != Promise.NONE)
            .filter(run -> run.spec().promise() != Promise.LIMIT)
            .map(run -> run.spec().strategy())
            .distinct()
            .collect(Collectors.joining(" and "));
    if (!right.isEmpty()) {
      clauses.add(right + " lost none");
    }
    for (Judged run : runs) {
      Verdict verdict = run.findings().verdict();
      if (lost(run) == 0 && verdict != Verdict.CONSISTENT) {
        clauses.add(run.spec().strategy() + ": " + verdict.words());
      }
    }
    String broken =
        runs.stream()
            .filter(run -> run.findings().grade() == Grade.FAILED)
            .map(run -> run.spec().strategy())
            .distinct()
            .collect(Collectors.joining(", "));
    String sentence = clauses.isEmpty() ? "Nothing was lost" : String.join("; ", clauses);
    return sentence + "." + (broken.isEmpty() ? "" : " Promise broken by: " + broken + ".");
  }

  private static long lost(Judged run) {
    Findings.Lineage lineage = run.findings().lineage();
    return lineage == null ? 0 : lineage.lost();
  }

  private static long writes(Judged run) {
    Findings.Lineage lineage = run.findings().lineage();
    return lineage == null ? 0 : lineage.writes();
  }

  private static void append(List<String> lines, List<String> more) {
    if (!more.isEmpty()) {
      lines.add("");
      lines.addAll(more);
    }
  }
}
