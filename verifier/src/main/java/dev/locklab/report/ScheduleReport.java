package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Overwrite;
import dev.locklab.audit.Verdict;
import dev.locklab.interleaving.ForcedRun;
import dev.locklab.interleaving.ForcedRun.Event;
import dev.locklab.interleaving.ForcedRun.Kind;
import dev.locklab.interleaving.Schedule.Deed;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows orders that were forced: each as its interleaving, then all in a table. */
public final class ScheduleReport {

  private static final List<Sheet.Column> COLUMNS =
      List.of(
          new Sheet.Column("order", "what was asked for, step by step", null),
          new Sheet.Column("happened", "whether it could be had", null),
          new Sheet.Column("verdict", "what became of the money", null),
          new Sheet.Column("lostSum", "what the lost updates add up to", "units"),
          new Sheet.Column("balance", "the balance found in the end", "units"));

  private ScheduleReport() {}

  /** All orders of one strategy. */
  public static Sheet of(List<ForcedRun> all) {
    return new Sheet(
        "schedules",
        "Redis Lock Lab: %s, every order of the steps of two updates, forced in two worker JVMs"
            .formatted(all.get(0).run().spec().strategy()),
        COLUMNS,
        all.stream().map(ScheduleReport::cells).toList(),
        conclusion(all),
        text(all),
        all.stream().map(ForcedRun::run).toList());
  }

  private static List<@Nullable Object> cells(ForcedRun forced) {
    Findings findings = forced.run().findings();
    Findings.Lineage lineage = findings.lineage();
    return Arrays.asList(
        forced.order().toString(),
        happened(forced),
        findings.verdict().name(),
        lineage == null ? null : lineage.lostSum(),
        findings.money().found());
  }

  private static List<String> text(List<ForcedRun> all) {
    List<String> lines = new ArrayList<>();
    for (ForcedRun forced : all) {
      lines.addAll(interleaving(forced));
      lines.add("");
    }
    lines.addAll(table(all));
    lines.add("");
    lines.addAll(conclusion(all));
    return lines;
  }

  private static List<String> interleaving(ForcedRun forced) {
    RunSpec spec = forced.run().spec();
    List<String> lines = new ArrayList<>();
    lines.add(row(forced.order().toString(), lane(spec, 0), lane(spec, 1), "balance"));
    for (Event event : forced.events()) {
      String deed = deed(spec, event);
      boolean changes = event.kind() == Kind.WRITES || event.kind() == Kind.UPDATES;
      lines.add(
          row(
              "",
              event.worker() == 0 ? deed : "",
              event.worker() == 1 ? deed : "",
              changes ? amount(event.balance()) : ""));
    }
    lines.add(row("", "-> " + fate(forced), "", "").stripTrailing());
    return lines;
  }

  /** What happened, in words, with the name of whom it happened to. */
  public static String words(RunSpec spec, Event event) {
    boolean changes = event.kind() == Kind.WRITES || event.kind() == Kind.UPDATES;
    return spec.team().get(event.worker())
        + " "
        + deed(spec, event)
        + (changes ? ": the balance is " + amount(event.balance()) : "");
  }

  /** What became of the money in a run, in words. */
  public static String outcome(ForcedRun forced) {
    return forced.order() + ": " + fate(forced);
  }

  private static String lane(RunSpec spec, int worker) {
    return spec.team().get(worker) + ": " + Amounts.signed(spec.workload().delta(worker, 0, 0));
  }

  private static String deed(RunSpec spec, Event event) {
    Integer who = event.by();
    String by = who == null ? "" : spec.team().get(who);
    return switch (event.kind()) {
      case READS -> "reads " + amount(event.balance());
      case WRITES -> "writes " + amount(event.balance());
      case UPDATES -> "adds in one step";
      case BLOCKED -> "blocked by " + by;
      case WAITS -> "cannot: waits for " + by;
      case TURNED_AWAY -> "told: " + by + " has the lock";
      case ABORTS -> "write dropped, tries again";
      case REFUSED -> "write refused";
    };
  }

  private static String amount(@Nullable Long balance) {
    return balance == null ? "?" : Amounts.plain(balance);
  }

  /** What became of the money, by the audit. */
  private static String fate(ForcedRun forced) {
    Findings.Lineage lineage = forced.run().findings().lineage();
    Overwrite first = lineage == null ? null : lineage.first();
    if (lineage != null && first != null) {
      Write victim = first.victims().get(0);
      return "%s's %s is lost: %s wrote without having read it"
          .formatted(victim.worker(), Amounts.signed(victim.delta()), first.culprit().worker());
    }
    Verdict verdict = forced.run().findings().verdict();
    if (verdict != Verdict.CONSISTENT) {
      return verdict + ": " + forced.run().findings().findings().get(0).sentence();
    }
    return forced.has(Kind.TURNED_AWAY) || forced.has(Kind.REFUSED)
        ? "nothing lost; one update was not applied, and its worker knows"
        : "nothing lost";
  }

  private static List<String> table(List<ForcedRun> all) {
    List<String> lines = new ArrayList<>();
    lines.add(row("order", "what happened", "money", "balance"));
    for (ForcedRun forced : all) {
      Findings.Lineage lineage = forced.run().findings().lineage();
      lines.add(
          row(
              forced.order().toString(),
              happened(forced),
              lineage != null && lineage.lost() > 0
                  ? Amounts.signed(lineage.lostSum()) + " lost"
                  : forced.run().findings().verdict() == Verdict.CONSISTENT
                      ? "kept"
                      : forced.run().findings().verdict().name(),
              amount(forced.run().findings().money().found())));
    }
    return lines;
  }

  private static String happened(ForcedRun forced) {
    RunSpec spec = forced.run().spec();
    for (Event event : forced.events()) {
      Integer by = event.by();
      String name = spec.team().get(event.worker());
      String other = by == null ? "" : spec.team().get(by);
      switch (event.kind()) {
        case BLOCKED -> {
          return "impossible: " + other + " blocks " + name;
        }
        case TURNED_AWAY -> {
          return "impossible: " + name + " turned away";
        }
        case ABORTS -> {
          return "impossible: " + name + " must retry";
        }
        case REFUSED -> {
          return "impossible: " + name + " refused";
        }
        case READS, WRITES, UPDATES, WAITS -> {
          // Says nothing by itself.
        }
      }
    }
    return "as ordered";
  }

  private static List<String> conclusion(List<ForcedRun> all) {
    ForcedRun any = all.get(0);
    String strategy = any.run().spec().strategy();
    Promise promise = any.run().spec().promise();
    long lost = all.stream().filter(ForcedRun::lost).count();
    long prevented = all.stream().filter(forced -> !forced.isAsOrdered()).count();
    List<String> lines = new ArrayList<>();
    if (any.order().steps().get(0).deed() == Deed.UPDATE) {
      lines.add(
          promise == Promise.ATOMIC
              ? "There is nothing to interleave: %s reads and writes in one step at the server."
                  .formatted(strategy)
              : "%s shows no point between its read and its write at which it could be stopped."
                  .formatted(strategy));
    } else if (lost > 0) {
      lines.add(
          "%s of %s orders lose money, and nothing in %s prevents them. Balances: %s."
              .formatted(lost, all.size(), strategy, balances(all)));
    } else if (prevented > 0) {
      lines.add(
          "%d of %d orders can happen with %s, and they keep the money; the other %s cannot."
              .formatted(all.size() - prevented, all.size(), strategy, prevented));
    }
    if (lost == 0 && promise == Promise.NONE) {
      lines.add(
          "It promises nothing all the same: a fault elsewhere than between read and write shows in"
              + " 'run' and 'outcomes'.");
    }
    Grade worst = worst(all);
    lines.add(
        "Grade: %s, %s."
            .formatted(
                worst,
                all.stream()
                    .map(forced -> forced.run().findings())
                    .filter(findings -> findings.grade() == worst)
                    .map(Findings::gradeReason)
                    .findFirst()
                    .orElse("")));
    return lines;
  }

  private static String balances(List<ForcedRun> all) {
    Map<Long, Integer> counts = new TreeMap<>();
    for (ForcedRun forced : all) {
      Long outcome = forced.outcome();
      if (outcome != null) {
        counts.merge(outcome, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(entry -> Amounts.signed(entry.getKey()) + " " + times(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String times(int count) {
    return switch (count) {
      case 1 -> "once";
      case 2 -> "twice";
      default -> count + " times";
    };
  }

  /** Of several grades the one that weighs most. */
  private static Grade worst(List<ForcedRun> all) {
    List<Grade> grades = all.stream().map(forced -> forced.run().findings().grade()).toList();
    for (Grade grade : List.of(Grade.FAILED, Grade.UNKNOWN, Grade.INTERESTING)) {
      if (grades.contains(grade)) {
        return grade;
      }
    }
    return Grade.OK;
  }

  private static String row(String order, String first, String second, String balance) {
    return String.format(Locale.ROOT, "  %-12s  %-26s  %-26s  %8s", order, first, second, balance)
        .stripTrailing();
  }
}
