package dev.locklab.experiment;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Grade;
import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which strategy to take under which setting. Settings with the same answer share a sentence, with
 * the range of its figures.
 */
final class Choices {

  /**
   * The answer of one setting.
   *
   * @param locks those that kept their promise, without those that need no lock
   * @param fastest of the locks; absent where there is none
   * @param fairest of the locks; absent where there are not two
   * @param step the fastest of those that need no lock; absent where there is none
   */
  private record Choice(
      Setting setting,
      List<Cell> locks,
      @Nullable Cell fastest,
      @Nullable Cell fairest,
      @Nullable Cell step) {

    /** The fastest of the locks, where it is known that there is one. */
    Cell lock() {
      return Objects.requireNonNull(fastest);
    }
  }

  private final Experiment experiment;
  private final List<Choice> choices;
  private final List<String> sentences = new ArrayList<>();

  private Choices(Experiment experiment) {
    this.experiment = experiment;
    this.choices = experiment.settings().stream().map(this::choice).toList();
  }

  /** The sentences, in the order in which they are to be read. */
  static List<String> of(Experiment experiment) {
    Choices made = new Choices(experiment);
    made.say(choice -> name(choice.fastest()), made::fastest);
    made.say(
        choice ->
            choice.fairest() == null
                ? null
                : List.of(
                    choice.fairest().strategy(), choice.lock().strategy(), isFairestToo(choice)),
        made::fairest);
    made.say(choice -> name(choice.step()), made::step);
    return made.sentences;
  }

  private Choice choice(Setting setting) {
    List<Cell> sound =
        experiment.under(setting).stream()
            .filter(cell -> cell.isSound() && cell.grade() == Grade.OK)
            .toList();
    List<Cell> locks = sound.stream().filter(cell -> !isAtomic(cell)).toList();
    return new Choice(
        setting,
        locks,
        most(locks, Figure.PACE),
        locks.size() < 2 ? null : most(locks, Figure.JAIN),
        most(sound.stream().filter(Choices::isAtomic).toList(), Figure.PACE));
  }

  /** One sentence for all choices that have the same answer; none where there is no answer. */
  private void say(
      Function<Choice, @Nullable Object> answer, Function<List<Choice>, String> sentence) {
    Map<Object, List<Choice>> alike = new LinkedHashMap<>();
    for (Choice choice : choices) {
      Object found = answer.apply(choice);
      if (found != null) {
        alike.computeIfAbsent(found, first -> new ArrayList<>()).add(choice);
      }
    }
    for (List<Choice> group : alike.values()) {
      String where =
          SettingWords.of(group.stream().map(Choice::setting).toList(), experiment.settings());
      sentences.add((where.isEmpty() ? "" : where + ": ") + sentence.apply(group));
    }
  }

  private String fastest(List<Choice> group) {
    boolean only = group.stream().allMatch(choice -> choice.locks().size() == 1);
    String words =
        "The %s lock that lost nothing is %s, with %s updates/s"
            .formatted(
                only ? "only" : "fastest",
                group.get(0).lock().strategy(),
                range(group, choice -> rate(choice.lock()), Choices::whole));
    return words + (experiment.isRepeated() ? next(group) : "") + ".";
  }

  /** How far behind the next one is; or who cannot be told from the fastest. */
  private static String next(List<Choice> group) {
    List<String> alike =
        group.stream().flatMap(choice -> alike(choice).stream()).distinct().toList();
    if (!alike.isEmpty()) {
      boolean always =
          group.stream().map(Choices::alike).allMatch(found -> found.size() == alike.size());
      return "; these repeats do not %stell it from %s"
          .formatted(always ? "" : "always ", Recommendation.list(alike));
    }
    List<Cell> seconds =
        group.stream().map(Choices::second).filter(Objects::nonNull).map(Cell.class::cast).toList();
    if (seconds.size() < group.size()) {
      return "";
    }
    String factor =
        range(
            group,
            choice -> rate(choice.lock()) / rate(Objects.requireNonNull(second(choice))),
            Choices::factor);
    boolean same = seconds.stream().map(Cell::strategy).distinct().count() == 1;
    return same
        ? ", %s times %s, the next".formatted(factor, seconds.get(0).strategy())
        : ", %s times the next".formatted(factor);
  }

  private static List<String> alike(Choice choice) {
    return choice.locks().stream()
        .filter(cell -> !cell.equals(choice.lock()))
        .filter(cell -> Significance.compare(choice.lock(), cell, Figure.PACE) == 0)
        .map(Cell::strategy)
        .toList();
  }

  private static @Nullable Cell second(Choice choice) {
    return most(
        choice.locks().stream().filter(cell -> !cell.equals(choice.lock())).toList(), Figure.PACE);
  }

  private String fairest(List<Choice> group) {
    String fastest = group.get(0).lock().strategy();
    Function<Function<Choice, @Nullable Cell>, String> jain =
        which -> range(group, choice -> evenness(which.apply(choice)), Choices::index);
    if (isFairestToo(group.get(0))) {
      return "No lock shares more evenly than %s (Jain %s)."
          .formatted(fastest, jain.apply(Choice::fairest));
    }
    return "%s shares most evenly (Jain %s, %s %s), at %s updates/s."
        .formatted(
            name(group.get(0).fairest()),
            jain.apply(Choice::fairest),
            fastest,
            jain.apply(Choice::fastest),
            range(group, choice -> rate(choice.fairest()), Choices::whole));
  }

  /** Whether none shares more evenly than the fastest, by what is shown: the rest is noise. */
  private static boolean isFairestToo(Choice choice) {
    return index(evenness(choice.fastest())).equals(index(evenness(choice.fairest())));
  }

  private String step(List<Choice> group) {
    List<Choice> locked = group.stream().filter(choice -> choice.fastest() != null).toList();
    boolean same = locked.stream().map(choice -> choice.lock().strategy()).distinct().count() == 1;
    String than =
        locked.size() < group.size()
            ? ""
            : ", %s times %s"
                .formatted(
                    range(
                        locked,
                        choice -> rate(choice.step()) / rate(choice.lock()),
                        Choices::factor),
                    same ? locked.get(0).lock().strategy() : "the fastest lock");
    return "You do not need a lock where the change can be made in the store: %s does it in one step, with %s updates/s%s."
        .formatted(
            name(group.get(0).step()),
            range(group, choice -> rate(choice.step()), Choices::whole),
            than);
  }

  /** From the least to the most, or what all have the same. */
  private static String range(
      List<Choice> group, ToDoubleFunction<Choice> figure, Function<Double, String> words) {
    String least = words.apply(group.stream().mapToDouble(figure).min().orElse(0));
    String most = words.apply(group.stream().mapToDouble(figure).max().orElse(0));
    return least.equals(most) ? least : least + " to " + most;
  }

  private static String whole(double value) {
    return Amounts.plain(Math.round(value));
  }

  private static String factor(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static String index(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static boolean isAtomic(Cell cell) {
    return cell.profile().promise() == Promise.ATOMIC;
  }

  private static @Nullable String name(@Nullable Cell cell) {
    return cell == null ? null : cell.strategy();
  }

  private static double evenness(@Nullable Cell cell) {
    return median(cell, Figure.JAIN);
  }

  /** Never 0: it is divided by. */
  private static double rate(@Nullable Cell cell) {
    return Math.max(1e-9, median(cell, Figure.PACE));
  }

  private static double median(@Nullable Cell cell, Figure figure) {
    Stat stat = cell == null ? null : cell.stat(figure);
    return stat == null ? 0 : stat.median().doubleValue();
  }

  private static @Nullable Cell most(List<Cell> cells, Figure figure) {
    return cells.stream()
        .max(Comparator.comparingDouble(cell -> median(cell, figure)))
        .orElse(null);
  }
}
