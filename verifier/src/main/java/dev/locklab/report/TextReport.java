package dev.locklab.report;

import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.experiment.Beginnings;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Recommendation;
import dev.locklab.experiment.Saturation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the terminal shows of one run, or of several side by side. */
public final class TextReport {

  private static final int MOST_NOTICES = 8;

  /** Grades that speak for themselves in a table. */
  private static final Set<Grade> EXPECTED = EnumSet.of(Grade.OK, Grade.INTERESTING, Grade.LIMIT);

  private TextReport() {}

  /**
   * One run: its table, its verdict with all findings, the story, and what else there is to know.
   * Every sentence is a line, however long; tables are fitted into the width.
   */
  public static List<String> ofRun(Judged run, int width) {
    List<String> lines = new ArrayList<>(Table.of(Experiment.of(List.of(run)), width));
    lines.add("");
    lines.addAll(findings(run));
    Saturation.of(Experiment.of(List.of(run))).forEach(note -> lines.add("  note: " + note));
    Beginnings.of(Experiment.of(List.of(run))).forEach(note -> lines.add("  note: " + note));
    append(lines, Story.of(run, width));
    lines.add("");
    lines.add("Grade: " + run.findings().grade() + ", " + run.findings().gradeReason() + ".");
    return lines;
  }

  /**
   * An experiment: its table, the story of the first run that lost something, what is to be said of
   * cells that are not as they should be, and one plain sentence. Every sentence is a line, however
   * long; tables are fitted into the width.
   */
  public static List<String> of(Experiment experiment, int width) {
    List<String> lines = new ArrayList<>(Table.of(experiment, width));
    List<Judged> runs = experiment.runs();
    runs.stream()
        .filter(run -> run.findings().lost() > 0)
        .findFirst()
        .ifPresent(run -> append(lines, Story.of(run, width)));
    for (Cell cell : experiment.judging()) {
      Judged worst = cell.worst();
      if (worst != null) {
        Findings found = worst.findings();
        if (!EXPECTED.contains(found.grade()) || !found.notices().isEmpty()) {
          lines.add("");
          lines.add(cell.strategy() + ":");
          lines.addAll(findings(worst));
          if (found.grade() != Grade.OK && found.grade() != Grade.LIMIT) {
            lines.add("  Grade: " + found.grade() + ", " + found.gradeReason() + ".");
          }
        }
      }
    }
    lines.add("");
    lines.addAll(Recommendation.of(experiment));
    return lines;
  }

  static List<String> findings(Judged run) {
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

  private static void append(List<String> lines, List<String> more) {
    if (!more.isEmpty()) {
      lines.add("");
      lines.addAll(more);
    }
  }
}
