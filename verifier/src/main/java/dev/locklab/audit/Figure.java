package dev.locklab.audit;

import dev.locklab.account.Outcome;
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
          Unit.RARE,
          "busy",
          "updates given up because the lock was taken",
          outcome(Outcome.BUSY));

  public static final Figure REFUSED =
      new Figure(
          "refused",
          Group.FATE,
          Unit.RARE,
          "refused",
          "updates that the store turned away, since their writer did not hold the lock any more",
          outcome(Outcome.REFUSED));

  public static final Figure FAILED =
      new Figure(
          "failed",
          Group.FATE,
          Unit.RARE,
          "failed",
          "updates known not to be applied",
          outcome(Outcome.FAILED));

  public static final Figure UNKNOWN =
      new Figure(
          "unknown",
          Group.FATE,
          Unit.RARE,
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
          "the opening balance plus everything that was applied",
          found -> whole(found.money().expected()));

  public static final Figure FOUND =
      new Figure(
          "final",
          Group.FATE,
          Unit.AMOUNT,
          "final",
          "the balance that was found",
          found ->
              found.money().found() == null ? null : BigDecimal.valueOf(found.money().found()));

  public static final Figure DRIFT =
      new Figure(
          "drift",
          Group.FATE,
          Unit.CHANGE,
          "drift",
          "the balance found minus the balance expected",
          found -> whole(found.money().drift()));

  public static final Figure PACE =
      new Figure(
          "pace",
          Group.PRICE,
          Unit.PER_SECOND,
          "upd/s",
          "applied updates a second, all workers together",
          found -> BigDecimal.valueOf(found.pace().updatesPerSecond()));

  public static final Figure WAIT_P50 =
      new Figure(
          "waitP50",
          Group.PRICE,
          Unit.NANOS,
          "wait p50",
          "how long it took to get the lock, median",
          wait(Findings.Times::p50));

  public static final Figure WAIT_P99 =
      new Figure(
          "waitP99",
          Group.PRICE,
          Unit.NANOS,
          "wait p99",
          "how long it took to get the lock, in 99 of 100 cases at the most",
          wait(Findings.Times::p99));

  public static final Figure WAIT_MAX =
      new Figure(
          "waitMax",
          Group.PRICE,
          Unit.NANOS,
          "wait max",
          "how long it took to get the lock at the most",
          wait(Findings.Times::max));

  public static final Figure JAIN =
      new Figure(
          "jain",
          Group.PRICE,
          Unit.INDEX,
          "Jain",
          "Jain's fairness index: 1 if all threads are equally fast, 1/n if one of n gets everything",
          found -> BigDecimal.valueOf(found.pace().jain()));

  public static final Figure OVERLAP =
      new Figure(
          "overlap",
          Group.PRICE,
          Unit.SHARE,
          "overlap",
          "share of the time in which all workers were at work",
          found -> BigDecimal.valueOf(found.pace().overlap()));

  public static final Figure REQUESTS =
      new Figure(
          "requests",
          Group.PRICE,
          Unit.PLAIN,
          "req/upd",
          "requests to the server for an applied update, by the server's own counters",
          cost(Findings.Cost::requests));

  public static final Figure ALONE =
      new Figure(
          "alone",
          Group.PRICE,
          Unit.PLAIN,
          "alone",
          "requests an update where a single thread has the server to itself",
          cost(Findings.Cost::alone));

  public static final Figure COMMANDS =
      new Figure(
          "commands",
          Group.PRICE,
          Unit.PLAIN,
          "cmd/upd",
          "commands that the server executed for an update, with those that scripts call",
          cost(Findings.Cost::commands));

  public static final Figure CPU =
      new Figure(
          "cpu",
          Group.PRICE,
          Unit.NANOS,
          "cpu/upd",
          "the server's processor time for an update",
          cost(Findings.Cost::cpuNanos));

  public static final Figure HAND_OFF_P50 =
      new Figure(
          "handOffP50",
          Group.PRICE,
          Unit.NANOS,
          "hand-off",
          "from one holder's write to the start of the next one that was waiting, median",
          handOff(Findings.Times::p50));

  public static final Figure HAND_OFF_P99 =
      new Figure(
          "handOffP99",
          Group.PRICE,
          Unit.NANOS,
          "hand-off p99",
          "the same, in 99 of 100 cases at the most",
          handOff(Findings.Times::p99));

  private static final List<Figure> ALL =
      List.of(
          APPLIED,
          BUSY,
          REFUSED,
          FAILED,
          UNKNOWN,
          STALE,
          LOST,
          EXPECTED,
          FOUND,
          DRIFT,
          PACE,
          WAIT_P50,
          WAIT_P99,
          WAIT_MAX,
          JAIN,
          OVERLAP,
          REQUESTS,
          ALONE,
          COMMANDS,
          CPU,
          HAND_OFF_P50,
          HAND_OFF_P99);

  /** All figures, in the order in which they are shown. */
  public static List<Figure> all() {
    return ALL;
  }

  /** Whether it is the better the more there is; of the others less is better, or just less. */
  public boolean moreIsBetter() {
    return equals(APPLIED) || equals(PACE) || equals(JAIN) || equals(OVERLAP);
  }

  /** What a figure speaks of. */
  public enum Group {
    FATE("What became of the updates"),
    PRICE("What it cost");

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
    /** How many; 0 is worth saying. */
    COUNT,
    /** How many; 0 is the rule and not worth saying. */
    RARE,
    /** Money. */
    AMOUNT,
    /** Money, with its sign. */
    CHANGE,
    PER_SECOND,
    NANOS,
    /** A number with one decimal. */
    PLAIN,
    /** Between 0 and 1. */
    INDEX,
    /** Between 0 and 1, told in per cent. */
    SHARE
  }

  /** The figure of one run; null if nobody knows it, or if it means nothing for that run. */
  public @Nullable BigDecimal of(Judged run) {
    boolean money = unit == Unit.AMOUNT || unit == Unit.CHANGE;
    return money && run.spec().promise() == Promise.LIMIT ? null : value.apply(run.findings());
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

  private static Function<Findings, @Nullable BigDecimal> cost(
      Function<Findings.Cost, @Nullable Double> which) {
    return found -> {
      Double value = which.apply(found.cost());
      return value == null ? null : BigDecimal.valueOf(value);
    };
  }
}
