package dev.locklab.audit;

import dev.locklab.run.Durations;
import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who must choose should make of an experiment, in plain words: derived from the
 * figures, and from the promises for what no figure of a run without faults can show.
 */
public final class Recommendation {

  private final Experiment experiment;
  private final List<String> sentences = new ArrayList<>();

  private Recommendation(Experiment experiment) {
    this.experiment = experiment;
  }

  /** The sentences, in the order in which they are to be read. */
  public static List<String> of(Experiment experiment) {
    Recommendation recommendation = new Recommendation(experiment);
    recommendation.money();
    for (Setting setting : experiment.settings()) {
      recommendation.choice(setting);
    }
    recommendation.faults();
    recommendation.proviso();
    return recommendation.sentences;
  }

  /** Who lost money, and who did not. */
  private void money() {
    List<String> seen = new ArrayList<>();
    for (Profile profile : experiment.legend()) {
      List<Cell> cells = cells(cell -> cell.profile().equals(profile) && cell.wasRun());
      if (profile.isLimit() || cells.isEmpty()) {
        continue;
      }
      String name = profile.name();
      long lost = cells.stream().mapToLong(Cell::lost).sum();
      long applied = cells.stream().mapToLong(Cell::applied).sum();
      boolean broken = cells.stream().anyMatch(cell -> cell.grade() == Grade.FAILED);
      if (lost > 0) {
        seen.add(
            "%s lost %s of %s updates%s"
                .formatted(
                    name,
                    Amounts.plain(lost),
                    Amounts.plain(applied),
                    broken ? " and broke its promise" : ""));
      }
      for (Cell cell : cells) {
        Verdict verdict = cell.verdict();
        if (lost == 0 && verdict != null && verdict != Verdict.CONSISTENT) {
          seen.add(
              name + ": " + verdict.words() + (broken ? ", though it promised otherwise" : ""));
          break;
        }
      }
    }
    String none = names(cell -> isKept(cell) && cell.profile().promise() != Promise.NONE);
    if (!none.isEmpty()) {
      seen.add(none + " lost none");
    }
    if (!seen.isEmpty()) {
      sentences.add(String.join("; ", seen) + ".");
    }
    String lucky = names(cell -> isKept(cell) && cell.profile().promise() == Promise.NONE);
    if (!lucky.isEmpty()) {
      sentences.add(
          lucky + " lost nothing this time, but " + "promised nothing either: that was luck.");
    }
  }

  /** Which to take under one setting. */
  private void choice(Setting setting) {
    List<Cell> sound =
        cells(cell -> cell.setting().equals(setting) && cell.isSound() && cell.grade() == Grade.OK);
    List<Cell> locks = sound.stream().filter(cell -> !isAtomic(cell)).toList();
    List<Cell> atomic = sound.stream().filter(Recommendation::isAtomic).toList();
    String where = experiment.settings().size() > 1 ? words(setting) + ": " : "";
    Cell fastest = fastest(locks);
    if (fastest != null) {
      sentences.add(where + fastestOf(fastest, locks));
      String fair = fairest(locks, fastest);
      if (fair != null) {
        sentences.add(where + fair);
      }
    }
    Cell step = fastest(atomic);
    if (step != null) {
      sentences.add(where + noLock(step, fastest));
    }
  }

  private String fastestOf(Cell fastest, List<Cell> locks) {
    StringBuilder words = new StringBuilder();
    words.append(
        locks.size() == 1
            ? "The only lock that lost nothing is %s, with %s updates/s"
                .formatted(fastest.strategy(), pace(fastest))
            : "The fastest lock that lost nothing is %s, with %s updates/s"
                .formatted(fastest.strategy(), pace(fastest)));
    if (!experiment.isRepeated()) {
      return words + ".";
    }
    String alike =
        locks.stream()
            .filter(cell -> !cell.equals(fastest))
            .filter(cell -> Noise.compare(fastest, cell, Figure.PACE) == 0)
            .map(Cell::strategy)
            .collect(Collectors.joining(", "));
    if (!alike.isEmpty()) {
      return words + "; these repeats do not tell it from " + alike + ".";
    }
    locks.stream()
        .filter(cell -> !cell.equals(fastest))
        .max(Comparator.comparing(Recommendation::rate))
        .ifPresent(
            second ->
                words.append(
                    ", %s times %s, the next"
                        .formatted(times(rate(fastest), rate(second)), second.strategy())));
    return words + ".";
  }

  private static @Nullable String fairest(List<Cell> locks, Cell fastest) {
    Cell fairest =
        locks.stream().max(Comparator.comparing(cell -> median(cell, Figure.JAIN))).orElse(null);
    if (fairest == null || locks.size() < 2) {
      return null;
    }
    BigDecimal most = evenness(fairest);
    if (evenness(fastest).compareTo(most) == 0) {
      return "No lock shares more evenly than " + fastest.strategy() + " (Jain " + most + ").";
    }
    return "%s shares most evenly (Jain %s, %s %s), at %s updates/s."
        .formatted(fairest.strategy(), most, fastest.strategy(), evenness(fastest), pace(fairest));
  }

  /** No finer than is shown: the rest is noise. */
  private static BigDecimal evenness(Cell cell) {
    return median(cell, Figure.JAIN).setScale(2, RoundingMode.HALF_UP);
  }

  private static String noLock(Cell step, @Nullable Cell fastest) {
    String than =
        fastest == null
            ? ""
            : ", %s times %s".formatted(times(rate(step), rate(fastest)), fastest.strategy());
    return "You do not need a lock where the change can be made in the store: %s does it in one step, with %s updates/s%s."
        .formatted(step.strategy(), pace(step), than);
  }

  /** What no run without faults shows. */
  private void faults() {
    String lease = promising(Promise.WHILE_LEASE_HELD);
    if (!lease.isEmpty()) {
      sentences.add(
          "A fault changes this for "
              + lease
              + ": a holder that is frozen for longer than its lease (a long collection, a moved machine) still"
              + " writes, over what its successor wrote, and a failover can give the lock to two.");
    }
    String fenced = promising(Promise.FENCED);
    if (!fenced.isEmpty()) {
      sentences.add(
          "A fault does not change it for "
              + fenced
              + ": the store refuses a holder that is late.");
    }
    String atomic = promising(Promise.ATOMIC);
    if (!atomic.isEmpty()) {
      sentences.add(
          "No fault changes it for "
              + atomic
              + ": there is nothing to hold, and so nothing to outlive.");
    }
  }

  /** How far all this goes. */
  private void proviso() {
    boolean compared = experiment.cells().stream().filter(Cell::wasRun).count() > 1;
    if (compared && !experiment.isRepeated()) {
      sentences.add(
          "Each ran once, so no difference in speed is proved: --repeat 5 tells it from noise.");
    }
    if (experiment.missingRuns() > 0) {
      sentences.add(
          "Ended early: %d of %d runs are missing."
              .formatted(experiment.missingRuns(), experiment.setup().runs()));
    }
  }

  private String promising(Promise promise) {
    return names(cell -> cell.wasRun() && cell.isSound() && cell.profile().promise() == promise);
  }

  /** Nothing was lost, in any setting. */
  private boolean isKept(Cell cell) {
    return !cell.isLimit()
        && cells(other -> other.profile().equals(cell.profile()) && other.wasRun()).stream()
            .allMatch(other -> other.verdict() == Verdict.CONSISTENT)
        && cell.wasRun();
  }

  private List<Cell> cells(Predicate<Cell> which) {
    return experiment.cells().stream().filter(which).toList();
  }

  private String names(Predicate<Cell> which) {
    List<String> names =
        experiment.cells().stream().filter(which).map(Cell::strategy).distinct().toList();
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private String words(Setting setting) {
    List<String> words = new ArrayList<>();
    vary(
        words,
        Setting::workers,
        setting.workers() + (setting.workers() == 1 ? " worker" : " workers"));
    vary(
        words,
        Setting::threads,
        setting.threads() + (setting.threads() == 1 ? " thread" : " threads"));
    vary(words, Setting::think, "think " + Durations.format(setting.think()));
    vary(words, Setting::pause, "pause " + Durations.format(setting.pause()));
    Duration lease = setting.lease();
    vary(
        words,
        one -> Objects.requireNonNullElse(one.lease(), Duration.ZERO),
        lease == null ? "renewed lease" : "lease " + Durations.format(lease));
    String all = String.join(", ", words);
    return all.isEmpty() ? "" : all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1);
  }

  private void vary(
      List<String> words, java.util.function.Function<Setting, Object> what, String said) {
    if (experiment.settings().stream().map(what).distinct().count() > 1) {
      words.add(said);
    }
  }

  private static boolean isAtomic(Cell cell) {
    return cell.profile().promise() == Promise.ATOMIC;
  }

  private static @Nullable Cell fastest(List<Cell> cells) {
    return cells.stream().max(Comparator.comparing(Recommendation::rate)).orElse(null);
  }

  private static BigDecimal rate(Cell cell) {
    return median(cell, Figure.PACE);
  }

  private static BigDecimal median(Cell cell, Figure figure) {
    Stat stat = cell.stat(figure);
    return stat == null ? BigDecimal.ZERO : stat.median();
  }

  private static String pace(Cell cell) {
    return Amounts.plain(Math.round(rate(cell).doubleValue()));
  }

  private static String times(BigDecimal more, BigDecimal less) {
    double factor = more.doubleValue() / Math.max(1e-9, less.doubleValue());
    return String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%.0f", factor);
  }
}
