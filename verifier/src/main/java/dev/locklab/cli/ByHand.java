package dev.locklab.cli;

import dev.locklab.interleaving.ForcedRun;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.Schedules;
import dev.locklab.live.Live;
import dev.locklab.report.ScheduleReport;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Orders of two updates as somebody who watches them makes them, step by step. */
final class ByHand {

  /** Whoever teaches with it talks in between. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final String AGAIN = "again";
  private static final String ENOUGH = "enough";

  private final Lab lab;
  private final String strategy;
  private final Watching watching;

  ByHand(Lab lab, String strategy, Watching watching) {
    this.lab = lab;
    this.strategy = strategy;
    this.watching = watching;
  }

  /** The run that each order is: nobody has to hurry. */
  private static Workload workload() {
    return Schedules.workload().lease(PATIENCE).patience(PATIENCE).build();
  }

  /**
   * Has orders made until the viewer has enough.
   *
   * @param made gets what came of them
   */
  void play(List<ForcedRun> made) throws InterruptedException {
    List<String> outcomes = new ArrayList<>();
    String wish = AGAIN;
    while (AGAIN.equals(wish) && !lab.isStopped()) {
      ForcedRun forced =
          Schedules.lead(
              lab,
              strategy,
              workload(),
              (spec, soFar, free) -> {
                String chosen =
                    watching.ask(
                        "Who moves next?",
                        soFar.stream().map(event -> ScheduleReport.words(spec, event)).toList(),
                        free.stream().map(spec.team()::get).map(ByHand::moves).toList(),
                        () -> false);
                return spec.team().indexOf(chosen);
              },
              watching.and(RunListener.NONE, "order " + (made.size() + 1)));
      made.add(forced);
      outcomes.add(ScheduleReport.outcome(forced));
      wish =
          watching.ask(
              "Another order?",
              outcomes,
              List.of(new Live.Choice(AGAIN, "Once more"), new Live.Choice(ENOUGH, "Enough")),
              lab::isStopped);
    }
  }

  private static Live.Choice moves(String worker) {
    return new Live.Choice(worker, worker + " moves");
  }
}
