package dev.locklab.cli;

import dev.locklab.audit.Amounts;
import dev.locklab.lab.Crew;
import dev.locklab.lab.RunListener;
import dev.locklab.options.Printable;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Durations;
import dev.locklab.run.RunSpec;
import java.time.Duration;
import java.util.Locale;
import org.jline.terminal.spi.SystemStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error what is being done, and how runs get on: on a terminal in one line that
 * is drawn over and over, otherwise a line now and then.
 */
final class Display implements RunListener, AutoCloseable {

  private static final double EVERY_SECONDS = 5;

  private final Screen screen = Screen.of(SystemStream.Error);
  private final StatusLine status = new StatusLine(screen.width());
  private int runs = 1;
  private int number;
  private String gathering = "";
  private @Nullable String scene;
  private double said;
  private long first;
  private long begun;
  private @Nullable Phase phase;

  /** So many runs will be made. */
  void expect(int count) {
    runs = count;
  }

  /** The runs that follow are of that scenario. */
  void scene(String name) {
    scene = name;
    gathering = name + ": starting servers and workers";
  }

  /** The lab is being opened, before there is any run. */
  void opening(@Nullable RedisAddress subject, Crew crew) {
    String workers = Amounts.count(crew.count(), crew.own() ? "worker JVM" : "worker");
    gathering = (crew.own() ? "starting " : "waiting for ") + workers;
    say(subject == null ? "starting Redis" : "connecting to " + subject);
  }

  @Override
  public void gathering(String strategy) {
    phase = null;
    begun = System.nanoTime();
    first = number == 0 ? begun : first;
    number++;
    said = 0;
    say(number == 1 ? gathering : title(strategy) + ": gathering the workers");
  }

  @Override
  public void warmingUp(String strategy) {
    say(strategy + ": warming up, which is not counted");
  }

  @Override
  public void progress(RunSpec spec, Phase now, Progress progress) {
    boolean fresh = now != phase;
    phase = now;
    if (!fresh && now != Phase.WORKING) {
      return;
    }
    switch (now) {
      case PREPARING -> say(title(spec.strategy()) + ": preparing");
      case WORKING -> work(spec, progress);
      case JUDGING -> say(title(spec.strategy()) + ": judging");
    }
  }

  private void work(RunSpec spec, Progress progress) {
    String figure = String.format(Locale.ROOT, "%.0f%% of %s", 100 * progress.share(), whole(spec));
    String counts =
        Amounts.count(progress.applied(), "update")
            + " applied, "
            + Amounts.plain(progress.stale())
            + " stale, "
            + left(progress)
            + overall(progress);
    if (screen.animated()) {
      status.bar(Printable.line(title(spec.strategy())) + " " + figure, progress.share(), counts);
    } else if (progress.seconds() - said >= EVERY_SECONDS) {
      said = progress.seconds();
      say(title(spec.strategy()) + ": " + figure + ", " + counts);
    }
  }

  /** What the share is a share of. */
  private static String whole(RunSpec spec) {
    Duration time = spec.workload().duration();
    return time == null ? Amounts.count(spec.workload().quota(), "update") : Durations.format(time);
  }

  private static String left(Progress progress) {
    return progress.share() <= 0
        ? "no end in sight yet"
        : time(progress.seconds() * (1 - progress.share()) / progress.share()) + " left";
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
    return left <= 0 ? "" : "; " + time(left) + " left for all " + runs + " runs";
  }

  /** A time that is left, in words. */
  static String time(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }

  private String title(String strategy) {
    String what = scene == null ? strategy : scene + ", " + strategy;
    return runs > 1 ? "[" + number + "/" + runs + "] " + what : what;
  }

  /** Says what is being done. */
  void say(String activity) {
    if (screen.animated()) {
      status.text(Printable.line(activity) + " ...");
    } else {
      Console.error(activity);
    }
  }

  /** Clears away what is drawn over and over. */
  @Override
  public void close() {
    status.clear();
  }
}
