package dev.locklab.report;

import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.experiment.Charts;
import dev.locklab.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An experiment as a page. */
public final class Page {

  /** In the order in which they run. A further chart is a script of its own, and a name here. */
  private static final List<String> SCRIPTS =
      List.of(
          "text.js",
          "theme.js",
          "marks.js",
          "drawing.js",
          "table.js",
          "losses.js",
          "price.js",
          "latency.js",
          "scaling.js",
          "balance.js",
          "lanes.js",
          "page.js");

  private Page() {}

  /** Where a page has a run's writes from. */
  @FunctionalInterface
  public interface Traces {

    /**
     * How that run went.
     *
     * @param most how many writes to keep at the most
     * @return null where nobody can tell
     */
    @Nullable Trace of(Judged run, int most);
  }

  /**
   * The page, in pieces of whole lines.
   *
   * @param title what was run, in a line
   */
  public static List<String> of(String title, Experiment experiment, Traces traces) {
    Charts charts = Charts.of(experiment);
    List<PageData.Run> runs = new ArrayList<>();
    List<String> writes = new ArrayList<>();
    int most = Frame.mostWrites(charts.points().size());
    for (Charts.Point point : charts.points()) {
      Trace trace = traces.of(point.telling(), most);
      if (trace != null) {
        writes.add(Frame.writes(runs.size(), trace));
        runs.add(PageData.run(point, experiment, trace));
      }
    }
    return Frame.of(
        title, "experiment.html", SCRIPTS, PageData.of(title, experiment, charts, runs), writes);
  }
}
