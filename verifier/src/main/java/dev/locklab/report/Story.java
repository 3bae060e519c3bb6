package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Cause;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Overwrite;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how an update was lost, as the interleaving that lost it: one lane for each writer, time
 * running down. The order is that of the versions, not of any clock.
 */
public final class Story {

  private static final int LANE = 26;
  private static final int MARGINS = 24;

  private final Judged run;
  private final Overwrite erasure;
  private final int width;

  private Story(Judged run, Overwrite erasure, int width) {
    this.run = run;
    this.erasure = erasure;
    this.width = width;
  }

  /** The stories of the first and of the worst erasure; nothing if no update was lost. */
  public static List<String> of(Judged run) {
    return of(run, Wrapped.WIDTH);
  }

  /** The same, with lanes that fit into the width as far as what is in them does. */
  static List<String> of(Judged run, int width) {
    Findings.Lineage lineage = run.findings().lineage();
    Overwrite first = lineage == null ? null : lineage.first();
    Overwrite worst = lineage == null ? null : lineage.worst();
    List<String> lines = new ArrayList<>();
    if (first != null && worst != null) {
      lines.add("How the first update was lost (" + run.spec().strategy() + ")");
      lines.addAll(new Story(run, first, width).tell());
      if (!worst.equals(first)) {
        lines.add("");
        lines.add(
            "The worst: one write erased "
                + updates(worst.count())
                + " ("
                + run.spec().strategy()
                + ")");
        lines.addAll(new Story(run, worst, width).tell());
      }
    }
    return lines;
  }

  /**
   * Something that a writer did; {@code at} orders it: a version, and a half for what follows it.
   */
  private record Step(double at, Write write, boolean reads) {}

  private List<String> tell() {
    Map<String, Integer> lanes = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    List<Write> actors = new ArrayList<>(erasure.victims());
    actors.add(erasure.culprit());
    for (Write write : actors) {
      lanes.putIfAbsent(name(write), lanes.size());
      steps.add(new Step(readingOf(write), write, true));
      steps.add(new Step(write.version(), write, false));
    }
    steps.sort(Comparator.comparingDouble(Step::at));
    int longest = steps.stream().map(Story::deed).mapToInt(String::length).max().orElse(0);
    int lane = Math.max(longest + 2, Math.min(LANE, (width - MARGINS) / lanes.size()));
    List<String> lines = new ArrayList<>();
    lines.add(row(lane, "version", lanes.keySet().stream().toList(), "balance"));
    String balance = "";
    for (Step step : steps) {
      Write write = step.write();
      boolean skipped = write.equals(erasure.culprit()) && !step.reads() && hidden() > 0;
      if (skipped) {
        lines.add(
            "  ... and "
                + updates(hidden())
                + " more in between, which "
                + name(write)
                + " had not read either");
      }
      balance = Amounts.plain(step.reads() ? write.read() : write.value());
      String[] cells = new String[lanes.size()];
      java.util.Arrays.fill(cells, "");
      Integer own = lanes.get(name(write));
      cells[own == null ? 0 : own] = deed(step);
      lines.add(
          row(
              lane,
              step.reads() ? "" : Long.toString(write.version()),
              List.of(cells),
              step.reads() ? "" : balance));
    }
    lines.addAll(moral());
    return lines;
  }

  /** After the write that it saw; what is known to have been read when it was old comes late. */
  private double readingOf(Write write) {
    Cause cause = erasure.blame().cause();
    boolean old = cause == Cause.OWN_WRITE || cause == Cause.OLD_READ;
    return old && write.equals(erasure.culprit()) ? write.version() - 0.5 : write.saw() + 0.5;
  }

  private static String deed(Step step) {
    Write write = step.write();
    return step.reads()
        ? "reads " + Amounts.plain(write.read())
        : "writes " + Amounts.plain(write.value()) + " (" + Amounts.signed(write.delta()) + ")";
  }

  private long hidden() {
    return erasure.count() - erasure.victims().size();
  }

  private List<String> moral() {
    Write culprit = erasure.culprit();
    Write victim = erasure.victims().get(0);
    BigInteger right = BigInteger.valueOf(culprit.value()).add(erasure.sum());
    String others = erasure.count() == 1 ? "" : " and " + updates(erasure.count() - 1) + " more";
    List<String> lines = new ArrayList<>();
    for (String sentence :
        List.of(
            "%s had read version %d and wrote version %d over %s's %s%s. Missing now: %s; right would have been %s."
                .formatted(
                    name(culprit),
                    culprit.saw(),
                    culprit.version(),
                    name(victim),
                    Amounts.signed(victim.delta()),
                    others,
                    Amounts.signed(erasure.sum()),
                    Amounts.plain(right)),
            how(victim, right))) {
      lines.add("  " + sentence);
    }
    return lines;
  }

  /** What kept the two from each other, or did not. */
  private String how(Write victim, BigInteger right) {
    Write culprit = erasure.culprit();
    boolean unlocked = culprit.acquiredAt() == null && victim.acquiredAt() == null;
    if (erasure.blame().cause() != Cause.NO_LOCK || !unlocked) {
      return Mechanism.of(victim, erasure.blame(), this::name);
    }
    return "With a lock, %s would have had to wait until %s had written, and would have read %s."
        .formatted(
            name(culprit),
            erasure.count() == 1 ? name(victim) : "the others",
            Amounts.plain(right.subtract(BigInteger.valueOf(culprit.delta()))));
  }

  private static String row(int width, String version, List<String> lanes, String balance) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %8s  ", version));
    for (String lane : lanes) {
      line.append(String.format(Locale.ROOT, "%-" + width + "s", lane));
    }
    return line.append(String.format(Locale.ROOT, "%12s", balance)).toString().stripTrailing();
  }

  private String name(Write write) {
    return run.spec().workload().threads() == 1
        ? write.worker()
        : write.worker() + "#" + write.thread();
  }

  private static String updates(long count) {
    return Amounts.count(count, "update");
  }
}
