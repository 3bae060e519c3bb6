package dev.locklab.report;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what became of each strategy under each fault, and of a single run the whole story. */
public final class ScenarioReport {

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("scenario", "what was broken, and when", null),
          new Sheet.Column("strategy", "who was to keep its promise", null),
          new Sheet.Column("promise", "what it declares of itself", null),
          new Sheet.Column("grade", "the worst of its runs", null),
          new Sheet.Column("predicted", "whether every grade is one that was predicted", null),
          new Sheet.Column("runs", "how often it was played", "count"),
          new Sheet.Column("lost", "writes that are not in the balance, in the worst run", "count"),
          new Sheet.Column("paidTwice", "orders paid twice, in the worst run", "count"),
          new Sheet.Column(
              "recovery",
              "from the moment at which the lock could be had to the next grant, median",
              "ns"),
          new Sheet.Column(
              "notHadFor",
              "where the lock was not had again: for how long that was waited for, at the most",
              "ns"),
          new Sheet.Column("reason", "why the grade is what it is", null));

  /**
   * A strategy under a scenario.
   *
   * @param scenario its name
   * @param story what happens in it, in a sentence
   * @param runs how it went; not empty
   * @param predicted whether each grade is one that the scenario predicts for that promise
   */
  public record Cell(String scenario, String story, List<Judged> runs, boolean predicted) {

    String strategy() {
      return runs.get(0).spec().strategy();
    }

    /** The run of the worst grade; of equals the one that lost most. */
    Judged worst() {
      return runs.stream()
          .min(
              Comparator.comparingInt((Judged run) -> run.findings().grade().gravity())
                  .thenComparingLong(run -> -run.findings().lost()))
          .orElseThrow();
    }

    Grade grade() {
      return worst().findings().grade();
    }

    /** The median; those in which the lock was not had again count as longer than any other. */
    Findings.@Nullable RecoveryTime recovery() {
      List<Findings.RecoveryTime> all =
          recoveries()
              .sorted(
                  Comparator.comparing((Findings.RecoveryTime time) -> !time.seen())
                      .thenComparingLong(Findings.RecoveryTime::nanos))
              .toList();
      return all.isEmpty() ? null : all.get(all.size() / 2);
    }

    /**
     * The longest that was waited in a run in which the lock was not had again; null if in none.
     */
    @Nullable Long notHadFor() {
      return vain().map(Findings.RecoveryTime::nanos).max(Comparator.naturalOrder()).orElse(null);
    }

    /** What was waited in runs in which the lock was not had again. */
    private Stream<Findings.RecoveryTime> vain() {
      return recoveries().filter(time -> !time.seen());
    }

    private Stream<Findings.RecoveryTime> recoveries() {
      return runs.stream().map(run -> run.findings().recovery()).filter(Objects::nonNull);
    }
  }

  private ScenarioReport() {}

  /** Scenarios by strategies, and a sentence for whatever is not OK. */
  public static Sheet of(List<Cell> cells) {
    Set<String> scenarios = new LinkedHashSet<>();
    Set<String> strategies = new LinkedHashSet<>();
    for (Cell cell : cells) {
      scenarios.add(cell.scenario());
      strategies.add(cell.strategy());
    }
    List<String> sentences = sentences(cells);
    List<String> text = new ArrayList<>(matrix(cells, scenarios, strategies));
    if (!sentences.isEmpty()) {
      text.add("");
      text.addAll(sentences);
    }
    if (cells.size() == 1 && cells.get(0).runs().size() == 1) {
      text.add("");
      text.addAll(ScenarioStory.of(cells.get(0).runs().get(0)));
    }
    return new Sheet(
            "scenarios",
            "Redis Lock Lab: %s, %s"
                .formatted(
                    scenarios.size() == 1
                        ? scenarios.iterator().next()
                        : Amounts.count(scenarios.size(), "scenario"),
                    strategies.size() == 1
                        ? strategies.iterator().next()
                        : Amounts.count(strategies.size(), "strategy")),
            COLUMNS,
            cells.stream().map(ScenarioReport::row).toList(),
            sentences,
            text,
            cells.stream().flatMap(cell -> cell.runs().stream()).toList())
        .drawnBy((title, traces) -> ScenarioPage.of(title, sentences, cells, traces));
  }

  private static List<@Nullable Object> row(Cell cell) {
    Judged worst = cell.worst();
    Findings findings = worst.findings();
    List<@Nullable Object> row = new ArrayList<>();
    row.add(cell.scenario());
    row.add(cell.strategy());
    row.add(worst.spec().promise().shortWords());
    row.add(cell.grade().name());
    row.add(cell.predicted() ? "yes" : "no");
    row.add(cell.runs().size());
    row.add(findings.lost());
    row.add(findings.payments() == null ? null : findings.payments().twice());
    Findings.RecoveryTime recovery = cell.recovery();
    row.add(recovery == null || !recovery.seen() ? null : recovery.nanos());
    row.add(cell.notHadFor());
    row.add(findings.gradeReason());
    return row;
  }

  private static List<String> matrix(
      List<Cell> cells, Set<String> scenarios, Set<String> strategies) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("scenario"));
    head.addAll(strategies);
    rows.add(head);
    for (String scenario : scenarios) {
      List<String> row = new ArrayList<>(List.of(scenario));
      for (String strategy : strategies) {
        row.add(
            cells.stream()
                .filter(cell -> cell.scenario().equals(scenario))
                .filter(cell -> cell.strategy().equals(strategy))
                .findFirst()
                .map(ScenarioReport::words)
                .orElse("-"));
      }
      rows.add(row);
    }
    return Aligned.lines(rows);
  }

  /** A cell in a word or two: its grade, what was lost, and how long until the lock was had. */
  private static String words(Cell cell) {
    List<String> details = new ArrayList<>(details(cell));
    String grade = cell.grade().name();
    if (cell.runs().size() > 1) {
      grade += " " + details.remove(0);
    }
    details.add(0, grade);
    return String.join(", ", details) + (cell.predicted() ? "" : " (!)");
  }

  /** What is said of a cell besides its grade; of several runs first how many have that. */
  static List<String> details(Cell cell) {
    Findings findings = cell.worst().findings();
    List<String> details = new ArrayList<>();
    if (cell.runs().size() > 1) {
      long same =
          cell.runs().stream().filter(run -> run.findings().grade() == cell.grade()).count();
      details.add(same + "/" + cell.runs().size());
    }
    if (findings.payments() != null && findings.payments().twice() > 0) {
      details.add("paid twice " + Amounts.plain(findings.payments().twice()));
    } else if (findings.lost() > 0) {
      details.add("lost " + Amounts.plain(findings.lost()));
    }
    Findings.RecoveryTime recovery = cell.recovery();
    if (recovery != null) {
      details.add((recovery.seen() ? "" : "> ") + Times.of(recovery.nanos()));
    }
    return details;
  }

  private static List<String> sentences(List<Cell> cells) {
    List<String> sentences = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.grade() != Grade.OK || !cell.predicted()) {
        sentences.add(
            "%s, %s: %s.%s"
                .formatted(
                    cell.scenario(),
                    cell.strategy(),
                    cell.worst().findings().gradeReason(),
                    cell.predicted() ? "" : " That is not as predicted (!)."));
      }
    }
    for (Cell cell : cells) {
      Long longest = cell.notHadFor();
      if (longest != null) {
        long runs = cell.vain().count();
        sentences.add(
            "%s, %s: the lock was not had again in %s that it was waited for%s."
                .formatted(
                    cell.scenario(),
                    cell.strategy(),
                    Times.of(longest),
                    cell.runs().size() == 1
                        ? ""
                        : ", in %s of %s runs".formatted(runs, cell.runs().size())));
      }
    }
    if (cells.stream().anyMatch(cell -> cell.recovery() != null)) {
      sentences.add(
          "A time is from the moment at which the lock could be had to the next grant"
              + (cells.stream().anyMatch(cell -> cell.notHadFor() != null)
                  ? "; one with > was waited in vain."
                  : "."));
    }
    if (cells.stream().anyMatch(ScenarioReport::paidTwice)) {
      sentences.add(
          "A lock keeps others out for as long as its lease runs; what is outside of its store is"
              + " safe from a holder that comes back later only if it looks at the token itself.");
    }
    return sentences;
  }

  private static boolean paidTwice(Cell cell) {
    Findings.Payments payments = cell.worst().findings().payments();
    return payments != null && payments.twice() > 0;
  }
}
