package dev.locklab.experiment;

import dev.locklab.audit.Amounts;
import dev.locklab.run.Durations;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment varies besides the strategy. A further thing to vary is a component here, with
 * its {@link Dimension}, and an option of {@code compare}.
 *
 * @param workers how many worker JVMs
 * @param threads threads in each
 * @param think time between read and write
 * @param pause time between two updates of a thread
 * @param lease lease of the lock; absent to let the strategy renew it, or use its own
 */
public record Setting(
    int workers, int threads, Duration think, Duration pause, @Nullable Duration lease) {

  /** The setting of that run. */
  public static Setting of(RunSpec spec) {
    return new Setting(
        spec.workload().workers(),
        spec.workload().threads(),
        spec.workload().think(),
        spec.workload().pause(),
        spec.workload().lease());
  }

  /** A run under this setting. */
  public Workload.Builder applyTo(Workload.Builder run) {
    return run.workers(workers).threads(threads).think(think).pause(pause).lease(lease);
  }

  /** One of the things that a setting fixes. */
  @SuppressWarnings("ImmutableEnumChecker") // The functions are accessors of a record.
  public enum Dimension {
    WORKERS("worker JVMs", true, Setting::workers),
    THREADS("threads in each", true, Setting::threads),
    THINK("time between read and write", false, Setting::think),
    PAUSE("time between two updates", true, Setting::pause),
    LEASE("lease of the lock; - where it is renewed", false, Setting::lease);

    private final String explanation;
    private final boolean concernsLimits;
    private final Function<Setting, @Nullable Object> value;

    Dimension(
        String explanation, boolean concernsLimits, Function<Setting, @Nullable Object> value) {
      this.explanation = explanation;
      this.concernsLimits = concernsLimits;
      this.value = value;
    }

    /** Its name in reports; the option of {@code compare} without the dashes. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for a legend. */
    public String explanation() {
      return explanation;
    }

    /** Whether limits are another thing where it is another: they neither think nor hold. */
    public boolean concernsLimits() {
      return concernsLimits;
    }

    /** Whether it is a number of things; the others are times. */
    public boolean isCount() {
      return this == WORKERS || this == THREADS;
    }

    /** Its value, as in a column of its own; null where it is left to the strategy. */
    public @Nullable String words(Setting setting) {
      Object found = value.apply(setting);
      return found instanceof Duration time
          ? Durations.format(time)
          : found == null ? null : found.toString();
    }

    /** Its value in a sentence: 4 workers, think 1ms, renewed lease. */
    public String phrase(Setting setting) {
      String words = words(setting);
      if (words == null) {
        return "renewed " + key();
      }
      return isCount()
          ? Amounts.count(Long.parseLong(words), key().substring(0, key().length() - 1))
          : key() + " " + words;
    }

    /** Whether its value goes without saying: nobody asked for anything. */
    public boolean isUsual(Setting setting) {
      return (this == LEASE && setting.lease() == null)
          || (this == PAUSE && setting.pause().isZero());
    }

    /** From the least to the most; what is left to the strategy comes last. */
    public Comparator<Setting> order() {
      return Comparator.comparing(this::amount, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private @Nullable Long amount(Setting setting) {
      Object found = value.apply(setting);
      return found instanceof Duration time
          ? Long.valueOf(time.toNanos())
          : found instanceof Integer count ? Long.valueOf(count) : null;
    }

    /** Those in which the settings differ. */
    public static List<Dimension> varied(Collection<Setting> settings) {
      return Arrays.stream(values())
          .filter(one -> settings.stream().map(one::words).distinct().count() > 1)
          .toList();
    }
  }

  /** In words, of these dimensions; empty without any. */
  public String words(List<Dimension> dimensions) {
    return dimensions.stream().map(one -> one.phrase(this)).collect(Collectors.joining(", "));
  }

  /** Whether a limit has the same figures under that setting as under this. */
  public boolean isSameForLimits(Setting other) {
    return Arrays.stream(Dimension.values())
        .filter(Dimension::concernsLimits)
        .allMatch(one -> Objects.equals(one.words(this), one.words(other)));
  }
}
