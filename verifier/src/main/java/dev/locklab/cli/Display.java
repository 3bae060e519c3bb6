package dev.locklab.cli;

import dev.locklab.audit.Amounts;
import dev.locklab.lab.RunListener;
import dev.locklab.run.RunSpec;
import java.io.IOException;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how runs get on: a bar on a terminal, a line now and then on a pipe. */
final class Display implements RunListener {

  private static final int STEPS = 1_000;
  private static final double EVERY_SECONDS = 5;

  private final PrintStream out;
  private final boolean terminal;
  private final int runs;
  private int number;
  private String current = "";
  private @Nullable ProgressBar bar;
  private double said;
  private long first;
  private long begun;
  private @Nullable Phase phase;

  /**
   * @param runs how many there will be
   */
  Display(PrintStream out, int runs) {
    this.out = out;
    this.terminal = System.getenv("TERM") != null && isTerminal();
    this.runs = runs;
  }

  /** Java before 22 cannot tell which of its streams is a terminal; the shell can. */
  private static boolean isTerminal() {
    try {
      return new ProcessBuilder("sh", "-c", "test -t 2").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void progress(RunSpec spec, Phase now, Progress progress) {
    if (now == Phase.GATHERING) {
      begun = System.nanoTime();
      first = number == 0 ? begun : first;
      number++;
      current = spec.strategy();
      said = 0;
    }
    boolean fresh = now != phase;
    phase = now;
    switch (now) {
      case GATHERING, PREPARING -> {
        if (fresh && !terminal && now == Phase.PREPARING) {
          line("starting");
        }
      }
      case WORKING -> {
        if (terminal) {
          step(progress);
        } else if (progress.seconds() - said >= EVERY_SECONDS) {
          said = progress.seconds();
          line(
              "%3.0f %%, %s applied, %s stale, %s left"
                      .formatted(
                          100 * progress.share(),
                          Amounts.plain(progress.applied()),
                          Amounts.plain(progress.stale()),
                          left(progress))
                  + overall(progress));
        }
      }
      case JUDGING -> closeBar();
    }
  }

  private void step(Progress progress) {
    ProgressBar showing = bar;
    if (showing == null) {
      showing =
          new ProgressBarBuilder()
              .setTaskName(title())
              .setInitialMax(STEPS)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .clearDisplayOnFinish()
              .hideEta()
              .build();
      bar = showing;
    }
    showing.stepTo(Math.round(STEPS * progress.share()));
    showing.setExtraMessage(
        "%s applied, %s stale, %s left"
                .formatted(
                    Amounts.plain(progress.applied()),
                    Amounts.plain(progress.stale()),
                    left(progress))
            + overall(progress));
  }

  private static String left(Progress progress) {
    return progress.share() <= 0
        ? "?"
        : "%.0f s".formatted(progress.seconds() * (1 - progress.share()) / progress.share());
  }

  /** How long all runs will take yet, by what those before took; a first run tells nothing yet. */
  private String overall(Progress progress) {
    if (runs <= number) {
      return "";
    }
    double before = (begun - first) / 1e9;
    double run =
        number > 1
            ? before / (number - 1)
            : progress.share() <= 0 ? 0 : progress.seconds() / progress.share();
    double left = run * (runs - number) + run * (1 - progress.share());
    return left <= 0
        ? ""
        : left < 100 ? ", %.0f s in all".formatted(left) : ", %.0f min in all".formatted(left / 60);
  }

  private void line(String what) {
    out.println(title() + ": " + what);
  }

  private String title() {
    return runs > 1 ? "[" + number + "/" + runs + "] " + current : current;
  }

  /** Clears the bar away, if one is showing. */
  void closeBar() {
    ProgressBar showing = bar;
    if (showing != null) {
      showing.close();
      bar = null;
    }
  }
}
