package dev.locklab.live;

import dev.locklab.archive.JournalTail;
import dev.locklab.archive.RunFolder;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UsageException;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.experiment.Setting;
import dev.locklab.experiment.Stat;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.run.RunSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of the runs that are made: fed by whoever makes them, looked at by viewers.
 * Knows nothing but what a {@link RunListener} is told and what the journals say. Thread safe.
 */
final class Board {

  /** A strategy under a setting or a scenario: a line of the table. */
  private record Place(@Nullable String scenario, String strategy, Setting setting) {}

  /** How long it takes to notice that nobody is asked any more. */
  private static final long LOOK_MILLIS = 200;

  /** What is known of a place: its last run, and what came of those before. */
  private static final class Series {

    Watched last;
    final List<Judged> ended = new ArrayList<>();

    /** When there was last something new in its last run. */
    long revision;

    Series(Watched first) {
      last = first;
    }
  }

  private static final String SAMPLED =
      ("What there is to see is what the lab is told anyway, and the journal: it is read %s times a"
              + " second, %s writes a second at the most. The lanes show the latest %s of the writes"
              + " that were read. Of a run that has ended all have been read, and the lanes show its"
              + " first ones, or those around the first that was lost.")
          .formatted(
              Live.LOOKS_A_SECOND, Amounts.plain(Live.MOST_A_SECOND), Amounts.plain(Course.LATEST));

  private String title;
  private final Measured measured = new Measured();
  private final Map<Place, Series> places = new LinkedHashMap<>();
  private final Map<String, Place> placeOf = new ConcurrentHashMap<>();
  private final Set<Setting> settings = new LinkedHashSet<>();
  private String activity = "starting";
  private List<String> conclusion = List.of();
  private boolean over;
  private Picture.@Nullable Question question;
  private @Nullable String answer;
  private int runs = 1;
  private long begun;
  private long lastEnd;
  private @Nullable Place newest;
  private long revision = 1;

  Board(String title) {
    this.title = title;
  }

  /**
   * Feeds the board.
   *
   * @param scenario what the runs are of; null where they are of none
   */
  RunListener listener(@Nullable String scenario) {
    return new RunListener() {
      @Override
      public void gathering(String strategy) {
        begun();
        say(named(scenario, strategy) + ": gathering the workers");
      }

      @Override
      public void warmingUp(String strategy) {
        say(named(scenario, strategy) + ": warming up, which is not counted");
      }

      @Override
      public void opened(RunSpec spec, Supplier<JournalTail> journal) {
        begin(scenario, spec, journal.get());
      }

      @Override
      public void progress(RunSpec spec, Phase phase, Progress progress) {
        Watched run = watched(spec.run());
        if (run != null && run.progress(phase, progress)) {
          say(named(scenario, spec.strategy()) + ": " + run.phase());
        }
      }

      @Override
      public void ended(RunResult result) {
        end(result);
      }
    };
  }

  private synchronized void begun() {
    begun = begun == 0 ? System.nanoTime() : begun;
  }

  private static String named(@Nullable String scenario, String strategy) {
    return scenario == null ? strategy : scenario + ", " + strategy;
  }

  /** So many runs will be made, under these settings; 0 where nobody knows. */
  synchronized void expect(int count, List<Setting> varied) {
    runs = count;
    settings.addAll(varied);
  }

  /** That is being done. */
  synchronized void say(String what) {
    activity = what;
    revision++;
  }

  /**
   * Asks the viewers, and waits for the first of them to choose.
   *
   * @param gone whether it does not matter any more
   * @return the key of what was chosen; null once it does not matter
   */
  synchronized @Nullable String ask(Picture.Question asked, BooleanSupplier gone)
      throws InterruptedException {
    question = asked;
    answer = null;
    revision++;
    notifyAll();
    try {
      while (answer == null && !gone.getAsBoolean()) {
        wait(LOOK_MILLIS);
      }
      return answer;
    } finally {
      question = null;
      revision++;
    }
  }

  /**
   * A viewer has chosen.
   *
   * @return false if there is no such choice now
   */
  synchronized boolean choose(String key) {
    Picture.Question asked = question;
    boolean there =
        asked != null
            && answer == null
            && asked.choices().stream().anyMatch(choice -> choice.key().equals(key));
    if (there) {
      answer = key;
      notifyAll();
    }
    return there;
  }

  /** Nothing more will happen, and that is what it has come to. */
  synchronized void conclude(String named, List<String> sentences) {
    title = named;
    conclusion = List.copyOf(sentences);
    close();
  }

  /** Nothing more will happen, whatever it has come to. */
  synchronized void close() {
    if (!over) {
      over = true;
      activity = "ended";
      revision++;
      places.values().forEach(series -> series.revision = revision);
      notifyAll();
    }
  }

  private synchronized void begin(@Nullable String scenario, RunSpec spec, JournalTail journal) {
    Place place = new Place(scenario, spec.strategy(), Setting.of(spec));
    Watched run = new Watched(spec, journal);
    Series series = places.computeIfAbsent(place, none -> new Series(run));
    series.last = run;
    settings.add(place.setting());
    placeOf.put(spec.run(), place);
    newest = place;
  }

  private synchronized @Nullable Watched watched(String run) {
    Place place = placeOf.get(run);
    Series series = place == null ? null : places.get(place);
    return series == null || !series.last.spec().run().equals(run) ? null : series.last;
  }

  private void end(RunResult result) {
    Watched run = watched(result.judged().spec().run());
    if (run == null) {
      return;
    }
    Evidence evidence = evidence(result);
    run.end(result, evidence);
    synchronized (this) {
      Place place = placeOf.get(run.spec().run());
      Series series = place == null ? null : places.get(place);
      if (place != null && series != null) {
        series.ended.add(result.judged());
        lastEnd = System.nanoTime();
        say(
            named(place.scenario(), place.strategy())
                + ": "
                + result.judged().findings().verdict().words());
        if (evidence != null) {
          measured.add(place.strategy(), setting(place), evidence.tallies());
        }
      }
    }
  }

  /** A run as it is kept; null where it is not. */
  private static @Nullable Evidence evidence(RunResult result) {
    try {
      return result.unkept() == null ? new RunFolder(result.folder()).read() : null;
    } catch (UsageException e) {
      // The run is told of all the same; that its files are gone is told by whoever needs them.
      return null;
    }
  }

  /**
   * Shows what is new, and has read what has been written since.
   *
   * @param readers each run's on a thread of its own, for some server may not answer
   */
  synchronized void look(Executor readers) {
    revision++;
    for (Series series : places.values()) {
      readers.execute(series.last::look);
      if (series.last.hasChanged()) {
        series.revision = revision;
      }
    }
    notifyAll();
  }

  /** The revision that is shown now. */
  synchronized long revision() {
    return revision;
  }

  /** Waits until there is something newer than that, or for so long. */
  synchronized void await(long seen, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (revision == seen && !over) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  /**
   * What there is to see, with the runs in which there is something new since.
   *
   * @param seen the revision that the viewer has seen; 0 for none
   */
  synchronized Picture picture(long seen) {
    List<Picture.Row> rows = new ArrayList<>();
    List<Picture.View> views = new ArrayList<>();
    int latest = -1;
    double done = 0;
    int ended = 0;
    for (Map.Entry<Place, Series> entry : places.entrySet()) {
      Place place = entry.getKey();
      Series series = entry.getValue();
      if (series.revision > seen) {
        views.add(series.last.view(rows.size(), words(place)));
      }
      latest = place.equals(newest) ? rows.size() : latest;
      ended += series.ended.size();
      done += series.ended.size() + (series.last.hasEnded() ? 0 : series.last.share());
      rows.add(row(place, series));
    }
    return new Picture(
        title,
        activity,
        over,
        conclusion,
        runs,
        ended,
        Math.min(1, done / Math.max(runs, 1)),
        over ? null : secondsLeft(ended),
        rows,
        latest,
        views,
        question,
        SAMPLED);
  }

  /** By what those before took; the first tells by itself. */
  private @Nullable Double secondsLeft(int ended) {
    List<Watched> working =
        places.values().stream()
            .map(series -> series.last)
            .filter(run -> !run.hasEnded() && run.share() > 0)
            .toList();
    double share = working.stream().mapToDouble(Watched::share).sum();
    double whole =
        ended > 0
            ? (lastEnd - begun) / 1e9 / ended
            : working.stream()
                .mapToDouble(run -> run.progress().seconds() / run.share())
                .max()
                .orElse(0);
    return whole == 0 || runs == 0
        ? null
        : Double.valueOf(whole * Math.max(0, runs - ended - share));
  }

  private String words(Place place) {
    String setting = setting(place);
    return setting.isEmpty() ? place.strategy() : place.strategy() + ", " + setting;
  }

  private String setting(Place place) {
    String scenario = place.scenario();
    return scenario == null
        ? place.setting().words(Setting.Dimension.varied(List.copyOf(settings)))
        : scenario;
  }

  private Picture.Row row(Place place, Series series) {
    Map<String, BigDecimal> figures = new LinkedHashMap<>();
    figures(series).forEach((figure, value) -> figures.put(figure.key(), value));
    Cell cell = isAtWork(series) ? null : Experiment.of(series.ended).cells().get(0);
    Grade grade = cell == null ? null : cell.grade();
    Verdict verdict = cell == null ? null : cell.verdict();
    return new Picture.Row(
        place.strategy(),
        setting(place),
        series.last.phase(),
        series.ended.size(),
        figures,
        cell == null,
        grade == null ? null : grade.name(),
        verdict == null ? null : verdict.name());
  }

  /** Whether what there is to say is of a run that has not ended. */
  private static boolean isAtWork(Series series) {
    boolean working = !series.last.hasEnded() && series.last.progress().seconds() > 0;
    return working || series.ended.isEmpty();
  }

  private static Map<Figure, BigDecimal> figures(Series series) {
    Map<Figure, BigDecimal> figures = new LinkedHashMap<>();
    if (isAtWork(series)) {
      series.last.figures().forEach((figure, value) -> put(figures, figure, value));
    } else {
      Cell cell = Experiment.of(series.ended).cells().get(0);
      for (Figure figure : Figure.all()) {
        Stat stat = cell.stat(figure);
        put(figures, figure, stat == null ? null : stat.median());
      }
    }
    return figures;
  }

  private static void put(
      Map<Figure, BigDecimal> figures, Figure figure, @Nullable BigDecimal value) {
    if (value != null) {
      figures.put(figure, value);
    }
  }

  /** A strategy's figures: of the run at work so far, or over those that have ended. */
  record Line(String strategy, String setting, Map<Figure, BigDecimal> figures) {}

  /** The figures of all. */
  synchronized List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    places.forEach(
        (place, series) -> lines.add(new Line(place.strategy(), setting(place), figures(series))));
    return lines;
  }

  /** How many runs there will be in all, as far as is known. */
  synchronized int runs() {
    return runs;
  }

  /** How many runs have been judged. */
  synchronized int ended() {
    return places.values().stream().mapToInt(series -> series.ended.size()).sum();
  }

  /** The times of runs that have ended. */
  Measured measured() {
    return measured;
  }
}
