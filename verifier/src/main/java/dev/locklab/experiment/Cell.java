package dev.locklab.experiment;

import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One strategy under one setting, with all its repeats.
 *
 * @param profile the strategy
 * @param setting the setting
 * @param repeats the runs, in the order in which they were made; none for a strategy that the
 *     server cannot run
 * @param rank its place among the strategies under the same setting by updates a second, 1 being
 *     the fastest: one more than there are strategies that are faster by more than the noise;
 *     absent for limits, and where there is no noise to go by
 */
public record Cell(
    StrategyProfile profile, Setting setting, List<Judged> repeats, @Nullable Integer rank) {

  public Cell {
    repeats = List.copyOf(repeats);
  }

  /** The strategy's name. */
  public String strategy() {
    return profile.name();
  }

  public boolean isLimit() {
    return profile.isLimit();
  }

  /** Whether there was nobody to race with, so that there is a pace to see and nothing to prove. */
  public boolean isSolitary() {
    return setting.workers() * setting.threads() == 1;
  }

  /**
   * The library that its lock is of, with the version that the workers had loaded; absent where the
   * lab has it itself, or carries the libraries of all.
   */
  public @Nullable String library() {
    String library = profile.library();
    return library == null
        ? null
        : repeats.stream()
            .map(run -> run.findings().libraries().get(library))
            .filter(Objects::nonNull)
            .distinct()
            .reduce((one, other) -> one + ", " + other)
            .map(version -> library + " " + version)
            .orElse(library);
  }

  /** Whether it was run at all. */
  public boolean wasRun() {
    return !repeats.isEmpty();
  }

  /**
   * A figure over the repeats that have it; null if none has. Of money the middle value is that of
   * the {@linkplain #typical() run of median pace}: what was expected, what was found and the drift
   * add up only in one run.
   */
  public @Nullable Stat stat(Figure figure) {
    Stat stat = Stat.of(values(figure));
    Judged typical = typical();
    if (stat == null || typical == null || !figure.unit().isMoney()) {
      return stat;
    }
    BigDecimal one = figure.of(typical);
    return one == null ? null : new Stat(one, stat.min(), stat.max());
  }

  /** A figure of each repeat that has it. */
  public List<BigDecimal> values(Figure figure) {
    List<BigDecimal> values = new ArrayList<>();
    for (Judged run : repeats) {
      BigDecimal value = figure.of(run);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /**
   * The run that decides the grade: of the worst grade, and of these of the gravest verdict; null
   * if there was none.
   */
  public @Nullable Judged worst() {
    return repeats.stream()
        .min(
            Comparator.comparing((Judged run) -> run.findings().grade().gravity())
                .thenComparing(run -> run.findings().verdict()))
        .orElse(null);
  }

  /** The run to show where one must stand for all: of median pace; null if there was none. */
  public @Nullable Judged typical() {
    List<Judged> byPace = new ArrayList<>(repeats);
    byPace.sort(
        Comparator.comparing(Figure.PACE::of, Comparator.nullsFirst(Comparator.naturalOrder())));
    return byPace.isEmpty() ? null : byPace.get((byPace.size() - 1) / 2);
  }

  /** The worst grade of the repeats; null if there were none. */
  public @Nullable Grade grade() {
    Judged worst = worst();
    return worst == null ? null : worst.findings().grade();
  }

  /** The verdict of the run that decides the grade; null if there was none. */
  public @Nullable Verdict verdict() {
    Judged worst = worst();
    return worst == null ? null : worst.findings().verdict();
  }

  /** Updates applied in all repeats together. */
  public long applied() {
    return repeats.stream().mapToLong(run -> run.findings().applied()).sum();
  }

  /** Whether it promised something and kept it, in all repeats. */
  public boolean isSound() {
    return wasRun()
        && profile.promise() != Promise.NONE
        && !isLimit()
        && repeats.stream().allMatch(run -> run.findings().verdict() == Verdict.CONSISTENT);
  }

  /** Updates lost in all repeats together. */
  public long lost() {
    return repeats.stream().mapToLong(run -> run.findings().lost()).sum();
  }
}
