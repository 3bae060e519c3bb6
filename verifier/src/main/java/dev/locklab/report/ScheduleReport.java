package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Erasure;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Forced;
import dev.locklab.audit.Forced.Event;
import dev.locklab.audit.Forced.Kind;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Schedule.Deed;
import dev.locklab.audit.Verdict;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows orders that were forced: each as its interleaving, then all in a table. */
public final class ScheduleReport {

  private ScheduleReport() {}

  /** All orders of one strategy. */
  public static List<String> of(List<Forced> all) {
    List<String> lines = new ArrayList<>();
    for (Forced forced : all) {
      lines.addAll(interleaving(forced));
      lines.add("");
    }
    lines.addAll(table(all));
    lines.add("");
    lines.addAll(conclusion(all));
    return lines;
  }

  private static List<String> interleaving(Forced forced) {
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

  private static String lane(RunSpec spec, int worker) {
    return spec.team().get(worker) + ": " + Amounts.signed(spec.deltas().delta(spec, worker, 0, 0));
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
  private static String fate(Forced forced) {
    Findings.Lineage lineage = forced.run().findings().lineage();
    Erasure first = lineage == null ? null : lineage.first();
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

  private static List<String> table(List<Forced> all) {
    List<String> lines = new ArrayList<>();
    lines.add(row("order", "what happened", "money", "balance"));
    for (Forced forced : all) {
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

  private static String happened(Forced forced) {
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

  private static List<String> conclusion(List<Forced> all) {
    Forced any = all.get(0);
    String strategy = any.run().spec().strategy();
    Promise promise = any.run().spec().promise();
    long lost = all.stream().filter(Forced::lost).count();
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
          "%d of %d orders lose money, and nothing in %s prevents them. Balances: %s."
              .formatted(lost, all.size(), strategy, balances(all)));
    } else if (prevented > 0) {
      lines.add(
          "%d of %d orders can happen with %s, and they keep the money; the other %d cannot."
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

  private static String balances(List<Forced> all) {
    Map<Long, Integer> counts = new TreeMap<>();
    for (Forced forced : all) {
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
  private static Grade worst(List<Forced> all) {
    List<Grade> grades = all.stream().map(forced -> forced.run().findings().grade()).toList();
    for (Grade grade : List.of(Grade.FAILED, Grade.UNKNOWN, Grade.INTERESTING)) {
      if (grades.contains(grade)) {
        return grade;
      }
    }
    return Grade.OK;
  }

  private static String row(String order, String first, String second, String balance) {
    return String.format("  %-12s  %-26s  %-26s  %8s", order, first, second, balance)
        .stripTrailing();
  }
}
