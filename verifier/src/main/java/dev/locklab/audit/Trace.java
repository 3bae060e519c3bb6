package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run went, write by write: the balance over all writes, and the writes themselves with what
 * became of each.
 *
 * @param curve the balance over the writes
 * @param lanes one for each thread that wrote anything, by worker and thread
 * @param first the version of the first write in {@code strokes}
 * @param writes how many writes the run has in all
 * @param strokes the writes, by version; all of them, or as many as were asked for around the first
 *     lost one
 */
public record Trace(
    BalanceCurve curve, List<Lane> lanes, long first, long writes, List<Stroke> strokes) {

  /** w2 comes before w10. */
  private static final Comparator<Lane> BY_NAME =
      Comparator.comparing((Lane lane) -> lane.worker().replaceAll("[0-9]+$", ""))
          .thenComparing(lane -> lane.worker().length())
          .thenComparing(Lane::worker)
          .thenComparing(Lane::thread);

  public Trace {
    lanes = List.copyOf(lanes);
  }

  /** A thread of a worker. */
  public record Lane(String worker, int thread) {}

  /** What became of a write. */
  public enum Fate {
    SURVIVED,
    LOST,
    /** Survived, and erased what it had not read. */
    CULPRIT
  }

  /**
   * A write in its place.
   *
   * @param lane index of its thread's lane
   * @param clock what to add to its times to have them by the server's clock, in microseconds
   */
  public record Stroke(int lane, Fate fate, long clock, Write write) {}

  /**
   * Follows a run's journal once.
   *
   * @param findings what the audit found of this run
   * @param most how many writes to keep at the most
   * @return null where there is nothing to follow: no journal, no write, or one that is broken
   */
  public static @Nullable Trace of(Evidence evidence, Findings findings, int most) {
    Findings.Lineage lineage = findings.lineage();
    if (lineage == null || lineage.writes() == 0) {
      return null;
    }
    long first = first(lineage, most);
    Lineages lineages = new Lineages(evidence.spec().workload().opening(), evidence.journal());
    BalanceCurve.Builder curve =
        new BalanceCurve.Builder(evidence.spec().workload().opening(), lineage.writes());
    List<Write> kept = new ArrayList<>();
    for (Write write : evidence.journal()) {
      lineages.add(write);
      curve.add(write.value(), write.delta());
      if (write.version() >= first && kept.size() < most) {
        kept.add(write);
      }
    }
    List<Lane> lanes =
        kept.stream()
            .map(write -> new Lane(write.worker(), write.thread()))
            .distinct()
            .sorted(BY_NAME)
            .toList();
    return new Trace(
        curve.build(), lanes, first, lineage.writes(), strokes(kept, lanes, lineages, evidence));
  }

  /** From which version on to keep writes, so that the first lost one is among them. */
  private static long first(Findings.Lineage lineage, int most) {
    Overwrite erasure = lineage.first();
    if (erasure == null || erasure.culprit().version() <= most) {
      return 1;
    }
    return Math.max(1, erasure.culprit().version() - most / 2);
  }

  private static List<Stroke> strokes(
      List<Write> kept, List<Lane> lanes, Lineages lineages, Evidence evidence) {
    Map<Lane, Integer> places = new LinkedHashMap<>();
    lanes.forEach(lane -> places.put(lane, places.size()));
    Map<String, ClockOffset> clocks = Evidence.clocks(evidence.tallies());
    List<Stroke> strokes = new ArrayList<>(kept.size());
    for (Write write : kept) {
      Fate fate =
          lineages.survives(write.version())
              ? write.isStale() ? Fate.CULPRIT : Fate.SURVIVED
              : Fate.LOST;
      strokes.add(
          new Stroke(
              places.getOrDefault(new Lane(write.worker(), write.thread()), 0),
              fate,
              clocks.getOrDefault(write.worker(), ClockOffset.NONE).offset(),
              write));
    }
    return strokes;
  }
}
