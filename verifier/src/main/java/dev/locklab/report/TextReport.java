package dev.locklab.report;

import dev.locklab.audit.Cell;
import dev.locklab.audit.Experiment;
import dev.locklab.audit.Finding;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Recommendation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the terminal shows of one run, or of several side by side. */
public final class TextReport {

  private static final int MOST_NOTICES = 8;
  private static final int WIDTH = 120;

  /** Grades that speak for themselves in a table. */
  private static final Set<Grade> EXPECTED = EnumSet.of(Grade.OK, Grade.INTERESTING, Grade.LIMIT);

  private TextReport() {}

  /**
   * One run: its table, its verdict with all findings, the story, and what else there is to know.
   */
  public static List<String> ofRun(Judged run) {
    List<String> lines = new ArrayList<>(Table.of(Experiment.of(List.of(run))));
    lines.add("");
    lines.addAll(findings(run));
    append(lines, Story.of(run));
    lines.add("");
    lines.add("Grade: " + run.findings().grade() + ", " + run.findings().gradeReason() + ".");
    return lines;
  }

  /**
   * An experiment: its table, the story of the first run that lost something, what is to be said of
   * cells that are not as they should be, and one plain sentence.
   */
  public static List<String> of(Experiment experiment) {
    List<String> lines = new ArrayList<>(Table.of(experiment));
    List<Judged> runs = experiment.runs();
    runs.stream()
        .filter(run -> run.findings().lost() > 0)
        .findFirst()
        .ifPresent(run -> append(lines, Story.of(run)));
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
    Recommendation.of(experiment).stream()
        .flatMap(sentence -> Wrapped.at(WIDTH, sentence).stream())
        .forEach(lines::add);
    return lines;
  }

  static List<String> findings(Judged run) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : run.findings().findings()) {
      lines.addAll(Lines.wrapped("  ", finding.verdict() + ": " + finding.sentence() + "."));
    }
    List<String> notices = run.findings().notices();
    notices.stream()
        .limit(MOST_NOTICES)
        .forEach(notice -> lines.addAll(Lines.wrapped("  ", "note: " + notice)));
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
