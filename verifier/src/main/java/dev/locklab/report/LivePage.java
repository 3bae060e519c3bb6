package dev.locklab.report;

import dev.locklab.audit.Judged;
import java.util.ArrayList;
import java.util.List;

/**
 * The page on which runs are watched while they are made: the same for all, for it asks the server
 * that it is from for what there is to see.
 */
public final class LivePage {

  private static final List<String> SCRIPTS =
      List.of(
          "text.js",
          "theme.js",
          "marks.js",
          "drawing.js",
          "balance.js",
          "live-lanes.js",
          "live.js");

  private LivePage() {}

  /** The page, in pieces of whole lines. */
  public static List<String> html() {
    return Frame.live("Redis Lock Lab, live", "live.html", SCRIPTS);
  }

  /** What happened in a run, step by step where a fault was in it, and how updates were lost. */
  public static List<String> story(Judged run) {
    List<String> lines = new ArrayList<>(ScenarioStory.of(run));
    List<String> lost = Story.of(run);
    if (!lines.isEmpty() && !lost.isEmpty()) {
      lines.add("");
    }
    lines.addAll(lost);
    return lines;
  }

  /** What the audit found of a run. */
  public static List<String> findings(Judged run) {
    List<String> lines = new ArrayList<>(TextReport.findings(run));
    lines.add("  Grade: " + run.findings().grade() + ", " + run.findings().gradeReason() + ".");
    return lines.stream().map(String::strip).toList();
  }
}
