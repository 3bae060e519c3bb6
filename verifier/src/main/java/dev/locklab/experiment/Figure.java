package dev.locklab.experiment;

import dev.locklab.account.Outcome;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.run.Promise;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A number by which strategies are compared. {@link #all()} is the one list: the tables, the CSV
 * and JSON files and the page have a column for each.
 *
 * @param key its name in CSV and JSON
 * @param group what it speaks of
 * @param unit what it counts in
 * @param title the title of its column
 * @param explanation what it means, for a legend
 * @param value the figure of a run; null where nobody knows it
 */
public record Figure(
    String key,
    Group group,
    Unit unit,
    String title,
    String explanation,
    Function<Findings, @Nullable BigDecimal> value) {

  public static final Figure APPLIED =
      new Figure(
          "applied",
          Group.FATE,
          Unit.COUNT,
          "applied",
          "updates applied",
          count(Findings::applied));

  public static final Figure BUSY =
      new Figure(
          "busy",
          Group.FATE,
          Unit.COUNT,
          "busy",
          "updates given up because the lock was taken",
          outcome(Outcome.BUSY));

  public static final Figure BUSY_ANSWERS =
      new Figure(
          "busyAnswers",
          Group.FATE,
          Unit.COUNT,
          "busy answers",
          "how often an update was told that the lock was taken, whether it asked again or gave up",
          count(Findings::busyAnswers));

  public static final Figure REFUSED =
      new Figure(
          "refused",
          Group.FATE,
          Unit.COUNT,
          "refused",
          "updates that the store turned away, since their writer did not hold the lock any more",
          outcome(Outcome.REFUSED));

  public static final Figure FAILED =
      new Figure(
          "failed",
          Group.FATE,
          Unit.COUNT,
          "failed",
          "updates known not to be applied",
          outcome(Outcome.FAILED));

  public static final Figure UNKNOWN =
      new Figure(
          "unknown",
          Group.FATE,
          Unit.COUNT,
          "unknown",
          "updates whose worker never got a reply",
          outcome(Outcome.UNKNOWN));

  public static final Figure STALE =
      new Figure(
          "stale",
          Group.FATE,
          Unit.COUNT,
          "stale",
          "writes that overwrote something their writer had not read",
          lineage(Findings.Lineage::stale));

  public static final Figure LOST =
      new Figure(
          "lost",
          Group.FATE,
          Unit.COUNT,
          "lost",
          "writes that are not in the balance any more",
          lineage(Findings.Lineage::lost));

  public static final Figure EXPECTED =
      new Figure(
          "expected",
          Group.FATE,
          Unit.AMOUNT,
          "expected",
          "the opening balance plus everything that was applied; of repeats, in the run of median pace",
          found -> whole(found.money().expected()));

  public static final Figure FOUND =
      new Figure(
          "final",
          Group.FATE,
          Unit.AMOUNT,
          "final",
          "the balance that was found, in the same run",
          found ->
              found.money().found() == null ? null : BigDecimal.valueOf(found.money().found()));

  public static final Figure DRIFT =
      new Figure(
          "drift",
          Group.FATE,
          Unit.CHANGE,
          "drift",
          "the balance found minus the balance expected, in the same run",
          found -> whole(found.money().drift()));

  public static final Figure PACE =
      new Figure(
          "pace",
          Group.PACE,
          Unit.PER_SECOND,
          "upd/s",
          "applied updates a second, all workers together",
          pace(Findings.Pace::updatesPerSecond));

  public static final Figure WAIT_P50 =
      new Figure(
          "waitP50",
          Group.PACE,
          Unit.NANOS,
          "wait p50",
          "from an update's first asking for the lock to its having it or giving up, median",
          wait(Findings.Times::p50));

  public static final Figure WAIT_P99 =
      new Figure(
          "waitP99",
          Group.PACE,
          Unit.NANOS,
          "wait p99",
          "the same, in 99 of 100 cases at the most",
          wait(Findings.Times::p99));

  public static final Figure WAIT_MAX =
      new Figure(
          "waitMax",
          Group.PACE,
          Unit.NANOS,
          "wait max",
          "the same, the longest",
          wait(Findings.Times::max));

  public static final Figure JAIN =
      new Figure(
          "jain",
          Group.PACE,
          Unit.INDEX,
          "Jain",
          "Jain's fairness index: 1 if all threads are equally fast, 1/n if one of n gets everything",
          pace(Findings.Pace::jain));

  public static final Figure OVERLAP =
      new Figure(
          "overlap",
          Group.PACE,
          Unit.SHARE,
          "overlap",
          "share of the time in which at least two threads were at work, and could race",
          pace(Findings.Pace::overlap));

  public static final Figure CLIENTS =
      new Figure(
          "clients",
          Group.PACE,
          Unit.PROCESSORS,
          "clients",
          "processors that the workers kept busy",
          clients(Findings.Clients::processors));

  public static final Figure MACHINE =
      new Figure(
          "machine",
          Group.PACE,
          Unit.SHARE,
          "machine",
          "share of the machine's processor time that was used, by whomever; of several machines the busiest's",
          clients(Findings.Clients::busy));

  public static final Figure STOLEN =
      new Figure(
          "stolen",
          Group.PACE,
          Unit.SHARE,
          "stolen",
          "share of the machine's processor time that was given to others, where it is a guest of another",
          clients(Findings.Clients::stolen));

  public static final Figure START_SPREAD =
      new Figure(
          "startSpread",
          Group.PACE,
          Unit.NANOS,
          "start spread",
          "how long after the first worker the last one began at least, by the server's clock",
          found -> {
            Long spread = found.pace().startSpread();
            return spread == null ? null : BigDecimal.valueOf(spread);
          });

  public static final Figure REQUESTS =
      new Figure(
          "requests",
          Group.PRICE,
          Unit.PER_UPDATE,
          "req/upd",
          "requests to the server for an applied update, by the server's own counters",
          cost(Findings.Cost::requests));

  public static final Figure ALONE =
      new Figure(
          "alone",
          Group.PRICE,
          Unit.PER_UPDATE,
          "alone",
          "requests an update where a single thread has the server to itself",
          cost(Findings.Cost::alone));

  public static final Figure COMMANDS =
      new Figure(
          "commands",
          Group.PRICE,
          Unit.PER_UPDATE,
          "cmd/upd",
          "commands that the server executed for an update, with those that scripts call",
          cost(Findings.Cost::commands));

  public static final Figure CPU =
      new Figure(
          "cpu",
          Group.PRICE,
          Unit.NANOS_PER_UPDATE,
          "cpu/upd",
          "the server's processor time for an update",
          cost(Findings.Cost::cpuNanos));

  public static final Figure HAND_OFF_P50 =
      new Figure(
          "handOffP50",
          Group.PACE,
          Unit.NANOS,
          "hand-off",
          "from one holder's write to the start of the next one that was waiting, median",
          handOff(Findings.Times::p50));

  public static final Figure HAND_OFF_P99 =
      new Figure(
          "handOffP99",
          Group.PACE,
          Unit.NANOS,
          "hand-off p99",
          "the same, in 99 of 100 cases at the most",
          handOff(Findings.Times::p99));

  private static final List<Figure> ALL =
      List.of(
          PACE,
          WAIT_P50,
          WAIT_P99,
          WAIT_MAX,
          JAIN,
          OVERLAP,
          HAND_OFF_P50,
          HAND_OFF_P99,
          APPLIED,
          BUSY,
          BUSY_ANSWERS,
          REFUSED,
          FAILED,
          UNKNOWN,
          STALE,
          LOST,
          EXPECTED,
          FOUND,
          DRIFT,
          REQUESTS,
          ALONE,
          COMMANDS,
          CPU,
          CLIENTS,
          MACHINE,
          STOLEN,
          START_SPREAD);

  /** All figures, in the order in which they are shown. */
  public static List<Figure> all() {
    return ALL;
  }

  /** Whether it is the better the more there is; of the others less is better, or just less. */
  public boolean moreIsBetter() {
    return equals(APPLIED) || equals(PACE) || equals(JAIN) || equals(OVERLAP);
  }

  /** Whether 0 is the rule, and not worth saying to people. */
  public boolean isRare() {
    return equals(BUSY)
        || equals(BUSY_ANSWERS)
        || equals(REFUSED)
        || equals(FAILED)
        || equals(UNKNOWN)
        || equals(STOLEN);
  }

  /** Whether it is for programs: people are told of it in a sentence, where it matters. */
  public boolean isForPrograms() {
    return equals(START_SPREAD);
  }

  /** What a figure speaks of; figures of one group stand side by side. */
  public enum Group {
    PACE("Pace and waiting"),
    FATE("What became of the updates"),
    PRICE("What it cost the server");

    private final String words;

    Group(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** What a figure counts in, and so how it is written. */
  public enum Unit {
    COUNT("count"),
    /** Money. */
    AMOUNT("units"),
    /** Money, with its sign. */
    CHANGE("units"),
    PER_SECOND("1/s"),
    NANOS("ns"),
    NANOS_PER_UPDATE("ns/update"),
    PER_UPDATE("1/update"),
    /** So many of a machine's, or parts of one. */
    PROCESSORS("processors"),
    /** Between 0 and 1. */
    INDEX("index"),
    /** Between 0 and 1, told to people in per cent. */
    SHARE("share");

    private final String symbol;

    Unit(String symbol) {
      this.symbol = symbol;
    }

    /**
     * As files for programs say it.
     *
     * @param cents whether money is in cents
     */
    public String symbol(boolean cents) {
      return cents && isMoney() ? "cents" : symbol;
    }

    boolean isMoney() {
      return this == AMOUNT || this == CHANGE;
    }
  }

  /** The figure of one run; null if nobody knows it, or if it means nothing for that run. */
  public @Nullable BigDecimal of(Judged run) {
    boolean ofWrites = unit.isMoney() || equals(STALE) || equals(LOST);
    return ofWrites && run.spec().promise() == Promise.LIMIT ? null : value.apply(run.findings());
  }

  private static @Nullable BigDecimal whole(@Nullable BigInteger amount) {
    return amount == null ? null : new BigDecimal(amount);
  }

  private static Function<Findings, @Nullable BigDecimal> count(ToLongFunction<Findings> which) {
    return found -> BigDecimal.valueOf(which.applyAsLong(found));
  }

  private static Function<Findings, @Nullable BigDecimal> outcome(Outcome which) {
    return count(found -> found.count(which));
  }

  private static Function<Findings, @Nullable BigDecimal> lineage(
      ToLongFunction<Findings.Lineage> which) {
    return found -> {
      Findings.Lineage lineage = found.lineage();
      return lineage == null ? null : BigDecimal.valueOf(which.applyAsLong(lineage));
    };
  }

  private static @Nullable BigDecimal time(
      Findings.Times times, ToLongFunction<Findings.Times> which) {
    return times.count() == 0 ? null : BigDecimal.valueOf(which.applyAsLong(times));
  }

  private static Function<Findings, @Nullable BigDecimal> wait(
      ToLongFunction<Findings.Times> which) {
    return found -> time(found.pace().waits(), which);
  }

  private static Function<Findings, @Nullable BigDecimal> handOff(
      ToLongFunction<Findings.Times> which) {
    return found -> time(found.cost().handOffs(), which);
  }

  private static Function<Findings, @Nullable BigDecimal> pace(
      Function<Findings.Pace, @Nullable Double> which) {
    return found -> number(which.apply(found.pace()));
  }

  private static Function<Findings, @Nullable BigDecimal> cost(
      Function<Findings.Cost, @Nullable Double> which) {
    return found -> number(which.apply(found.cost()));
  }

  private static Function<Findings, @Nullable BigDecimal> clients(
      Function<Findings.Clients, @Nullable Double> which) {
    return found -> number(which.apply(found.clients()));
  }

  private static @Nullable BigDecimal number(@Nullable Double value) {
    return value == null ? null : BigDecimal.valueOf(value);
  }
}
